import type { Migration, MigrationStatus } from '../../api/generated/migration.ts';
import type { MigrationProgress, RunSnapshot, VmStatus } from '../../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../../api/resource.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import { waitingReason } from '../../migration/running-condition.ts';
import { fit, notBegun, rollUpBudgetBytes, vmStatus } from '../../migration/roll-up.ts';
import { archived, executing, held, isOver, outcomeOf } from './outcome.ts';
import { pendingUntil, type Readiness } from './readiness.ts';
import { hasSucceeded, isRunOf, runsOf, type PlanScope } from './scope.ts';

/** `Plan.status.migration`: the runs of the plan, and every machine as it stands over all of them. */
export function planProgress(scope: PlanScope, begun: RunSnapshot | undefined): MigrationProgress {
  const before = scope.plan.status?.migration;
  const history = [...(before?.history ?? []), ...(begun ? [begun] : [])];
  const newest = history.at(-1);
  if (newest === undefined) return { ...before };
  const conditions = snapshotConditions(scope, newest);
  const over = !conditions.some(({ type }) => type === executing.type);
  const at = new Date(scope.now).toISOString();
  const started = begun ? at : (before?.started ?? at);
  return {
    started,
    ...(over && { completed: (begun ? undefined : before?.completed) ?? at }),
    history: [...history.slice(0, -1), { ...newest, conditions }],
    vms: fit(vmsOf(scope), rollUpBudgetBytes),
  };
}

function snapshotConditions(scope: PlanScope, snapshot: RunSnapshot): Condition[] {
  const at = new Date(scope.now).toISOString();
  const keep = (wanted: Parameters<typeof held>[0]) => held(wanted, snapshot.conditions, at);
  const runs = scope.machines.filter((run) => run.spec.migration.uid === snapshot.migration.uid);
  const isActive = snapshot.migration.uid === scope.active?.metadata.uid;
  const over = isActive ? isOver(scope) : runs.every((run) => hasEnded(run.status));
  const settled = snapshot.conditions?.find(({ type }) => ['Succeeded', 'Failed', 'Canceled'].includes(type));
  const state = isActive || settled === undefined ? keep(over ? outcomeOf(scope, runs) : executing) : settled;
  const clean = scope.plan.spec.archived === true && scope.machines.every((run) => run.status?.discarded === true);
  return clean && over ? [state, keep(archived)] : [state];
}

function vmsOf(scope: PlanScope): VmStatus[] {
  const { vms } = scope.plan.spec;
  const listed = vms.map((entry) => {
    const runs = runsOf(scope, entry);
    const shown = runs.find(hasSucceeded) ?? runs.at(-1);
    return shown === undefined ? notBegun(entry) : vmStatus(shown, entry);
  });
  const kept = new Set(vms.flatMap((entry) => runsOf(scope, entry)));
  return [...listed, ...formerVms(scope, (run) => !kept.has(run))];
}

/** Machines that were taken out of the plan after they had run: what happened to them stays visible. */
function formerVms({ machines }: PlanScope, isFormer: (run: VirtualMachineMigration) => boolean): VmStatus[] {
  const newest = new Map(machines.filter(isFormer).map((run) => [resolvedOf(run).machine.id, run]));
  return [...newest.values()].map((run) => vmStatus(run, undefined));
}

/** `Migration.status` of one Migration of the plan; undefined where nothing is to be said. */
export function migrationStatus(
  scope: PlanScope,
  migration: Migration,
  {
    readiness,
    progress,
    obstacle,
  }: { readonly readiness: Readiness; readonly progress: MigrationProgress; readonly obstacle?: string | undefined },
): MigrationStatus | undefined {
  if (migration.status?.completed !== undefined) return undefined;
  const at = new Date(scope.now).toISOString();
  const before = migration.status;
  const say = (wanted: Parameters<typeof held>[0], category?: Condition['category']) => [
    held(wanted, before?.conditions, at, category),
  ];
  const base = { ...before, observedGeneration: migration.metadata.generation };
  const waits = migration === scope.active ? readiness : pendingUntil(scope, migration);
  if (waits?.state === 'pending') {
    return { ...base, conditions: say({ type: 'Pending', reason: waits.reason, message: waits.message }) };
  }
  if (migration !== scope.active) {
    const message = `Waits for Migration ${scope.active?.metadata.name ?? ''} of the same plan.`;
    return { ...base, conditions: say({ type: 'Pending', reason: 'Queued', message }) };
  }
  if (readiness.state === 'blocked') {
    return { ...base, conditions: say({ type: readiness.reason, message: readiness.message }, 'Critical') };
  }
  if (readiness.state === 'canceled') {
    const message = 'The migration has been CANCELED before it began.';
    return { ...base, completed: at, conditions: say({ type: 'Canceled', reason: 'UserRequested', message }) };
  }
  if (readiness.state === 'refused') {
    const { code, message } = readiness.failure;
    return {
      ...base,
      started: at,
      completed: at,
      conditions: say({ type: 'Failed', reason: code, message }, 'Critical'),
    };
  }
  const runs = scope.machines.filter((run) => isRunOf(run, migration));
  const over = isOver(scope);
  const running = {
    type: 'Running',
    ...(obstacle && { reason: waitingReason }),
    message: obstacle ?? 'The migration is RUNNING.',
  };
  return {
    ...base,
    started: before?.started ?? at,
    ...(over && { completed: at }),
    conditions: say(over ? outcomeOf(scope, runs) : running),
    vms: progress.vms,
  };
}
