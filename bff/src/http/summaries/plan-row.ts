import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { PlanRow, VmRow } from '../../api/http/plans.ts';
import { requesterOf } from '../../platform/requester.ts';
import { planMessage } from './plan-message.ts';
import { countVms, planStateOf } from './plan-state.ts';
import { sumOf } from './progress.ts';
import { succeededStates } from './vm-state.ts';

export interface PlanRowFacts {
  readonly plan: Plan;
  /** Oldest first. */
  readonly migrations: readonly Migration[];
  readonly vms: readonly VmRow[];
}

function typeOf(plan: Plan): PlanRow['type'] {
  const type = plan.spec.type ?? (plan.spec.warm === true ? 'warm' : 'cold');
  return type === 'cold' && plan.spec.skipGuestConversion === true ? 'rawCopy' : type;
}

function secondsBetween(started: string | undefined, completed: string | undefined): number | undefined {
  return started === undefined || completed === undefined
    ? undefined
    : (Date.parse(completed) - Date.parse(started)) / 1000;
}

export function planRow(facts: PlanRowFacts): PlanRow {
  const { plan, migrations, vms } = facts;
  const { metadata, spec } = plan;
  const state = planStateOf(facts);
  const counts = countVms(vms);
  const last = migrations.at(-1)?.status;
  const moving = vms.filter((vm) => vm.state !== 'Canceled' && vm.state !== 'Failed');
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    state,
    message: planMessage(state, { ...facts, counts, seconds: secondsBetween(last?.started, last?.completed) }),
    type: typeOf(plan),
    source: spec.provider.source.name ?? '',
    target: spec.provider.destination.name ?? '',
    targetProject: spec.targetNamespace,
    description: spec.description ?? '',
    vms: counts,
    progress: sumOf(
      moving.map((vm) => vm.progress),
      { done: moving.length > 0 && moving.every((vm) => succeededStates.has(vm.state)) },
    ),
    started: last?.started,
    completed: last?.completed,
    created: metadata.creationTimestamp ?? '',
    createdBy: requesterOf(metadata.annotations)?.user,
    archived: spec.archived === true,
  };
}
