import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import type { Progress } from '../../api/http/shapes.ts';
import { requesterOf } from '../../platform/requester.ts';
import { waitingReason } from '../../migration/running-condition.ts';
import { nextCutover } from './cutover-open.ts';
import { secondsBetween } from './duration.ts';
import { planMessage } from './plan-message.ts';
import { activeRun, scheduledRun } from './plan-runs.ts';
import { countVms, isWarm, planStateOf } from './plan-state.ts';
import { sumOf } from './progress.ts';
import { succeededStates } from './vm-state.ts';

export interface PlanRowFacts {
  readonly plan: Plan;
  /** Oldest first. */
  readonly migrations: readonly Migration[];
  readonly vms: readonly VmRow[];
}

function typeOf(plan: Plan): PlanRow['type'] {
  const type = isWarm(plan) ? 'warm' : (plan.spec.type ?? 'cold');
  return type === 'cold' && plan.spec.skipGuestConversion === true ? 'rawCopy' : type;
}

/**
 * By bytes over all VMs of the plan, those that wait included, so that it does not fall when one begins or fails;
 * undefined before anything has run.
 */
function progressOfPlan(vms: readonly VmRow[]): PlanRow['progress'] {
  if (vms.every(({ progress }) => progress === undefined)) return undefined;
  const waiting = (totalBytes: number): Progress => ({ completedBytes: 0, totalBytes, percent: 0 });
  const parts = vms.map(({ progress, diskBytes }) => progress ?? waiting(diskBytes ?? 0));
  return sumOf(parts, { done: vms.every(({ state }) => succeededStates.has(state)) });
}

function whyNothingBegins(run: Migration | undefined): string | undefined {
  return run?.status?.conditions?.find(({ type, reason }) => type === 'Running' && reason === waitingReason)?.message;
}

export function planRow(facts: PlanRowFacts): PlanRow {
  const { plan, migrations, vms } = facts;
  const { metadata, spec } = plan;
  const scheduled = scheduledRun(migrations);
  const state = planStateOf({ ...facts, run: activeRun(migrations), startAt: scheduled?.spec.startAt });
  const counts = countVms(vms);
  const cutover = nextCutover(vms);
  const run = migrations.at(-1);
  const last = run?.status;
  const canceledBy = run?.metadata.annotations?.['gantry.dev/canceled-by'];
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    state,
    message: planMessage(state, {
      ...facts,
      startAt: scheduled?.spec.startAt,
      pausedBy: metadata.annotations?.['gantry.dev/paused-by'],
      counts,
      cutover,
      seconds: secondsBetween(last?.started, last?.completed),
      canceledBy,
      waits: whyNothingBegins(run),
    }),
    type: typeOf(plan),
    source: spec.provider.source.name ?? '',
    target: spec.provider.destination.name ?? '',
    targetProject: spec.targetNamespace,
    description: spec.description ?? '',
    vms: counts,
    paused: spec.paused === true,
    priority: spec.priority ?? 'normal',
    startAt: scheduled?.spec.startAt,
    cutover,
    progress: progressOfPlan(vms),
    started: last?.started,
    completed: last?.completed,
    created: metadata.creationTimestamp ?? '',
    createdBy: requesterOf(metadata.annotations)?.user,
    archived: spec.archived === true,
  };
}
