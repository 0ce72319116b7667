import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../../api/resource.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import { hasSucceeded, isRunOf, runsOf, type PlanScope } from './scope.ts';

type Wanted = Pick<Condition, 'type' | 'reason' | 'message'>;

/**
 * Whether every machine of the plan has either migrated, in this Migration or before, or ended in this one; and those that
 * were taken out of the plan meanwhile, too.
 */
export function isOver(scope: PlanScope): boolean {
  const running = scope.machines.some((run) => isRunOf(run, scope.active) && !hasEnded(run.status));
  if (running) return false;
  return scope.plan.spec.vms.every((entry) =>
    runsOf(scope, entry).some(
      (run) => (hasSucceeded(run) && hasEnded(run.status)) || (isRunOf(run, scope.active) && hasEnded(run.status)),
    ),
  );
}

/** How a Migration that is over ended. Succeeded only if every machine of the plan has migrated, over all its Migrations. */
export function outcomeOf(scope: PlanScope, runs: readonly VirtualMachineMigration[]): Wanted {
  const failed = runs.filter((run) => run.status?.result === 'Failed').length;
  if (failed > 0) return { type: 'Failed', message: `The migration has FAILED for ${failed} of ${runs.length} VMs.` };
  const all = scope.plan.spec.vms.every((entry) => runsOf(scope, entry).some(hasSucceeded));
  if (all) return { type: 'Succeeded', message: 'The migration has SUCCEEDED.' };
  const deleted = runs.some((run) => run.spec.cancel?.reason === 'Deleted');
  return {
    type: 'Canceled',
    reason: deleted ? 'Deleted' : 'UserRequested',
    message: 'The migration has been CANCELED.',
  };
}

export const executing: Wanted = { type: 'Executing', message: 'The migration is EXECUTING.' };
export const archived: Wanted = { type: 'Archived', message: 'The migration plan has been archived.' };

/** A condition that holds, with the time since when. */
export function held(
  wanted: Wanted,
  before: readonly Condition[] | undefined,
  at: string,
  category: Condition['category'] = 'Advisory',
): Condition {
  const old = before?.find(({ type }) => type === wanted.type);
  return { ...wanted, status: 'True', category, durable: true, lastTransitionTime: old?.lastTransitionTime ?? at };
}
