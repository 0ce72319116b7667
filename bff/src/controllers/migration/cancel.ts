import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { keyOf } from '../../api/resource.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { hasEnded, isCommitted } from '../../migration/machine-state.ts';
import { postHook } from '../../migration/steps/post-hook.ts';
import { isEntry, isRunOf, type PlanScope } from './scope.ts';

type Reason = NonNullable<VirtualMachineMigration['spec']['cancel']>['reason'];

/** Runs whose Migration is gone or going end: deleting an active Migration means cancel. */
export async function cancelOrphans(scope: PlanScope): Promise<void> {
  const alive = scope.migrations.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const orphans = scope.machines.filter((run) => !alive.some((migration) => isRunOf(run, migration)));
  await cancel(scope, orphans, 'Deleted');
}

/** `Migration.spec.cancel` names machines, by id or by name. */
export async function cancelRequested(scope: PlanScope): Promise<void> {
  const listed = scope.active?.spec.cancel ?? [];
  const runs = scope.machines.filter(
    (run) => isRunOf(run, scope.active) && listed.some((ref) => isEntry(ref, resolvedOf(run).machine)),
  );
  await cancel(scope, runs, 'UserRequested');
}

/** Archiving ends what still runs, then removes what the runs left. */
export async function archive(scope: PlanScope): Promise<void> {
  if (scope.plan.spec.archived !== true) return;
  await cancel(scope, scope.machines, 'Archived');
  for (const run of scope.machines) {
    if (!hasEnded(run.status) || run.status?.discarded === true || run.spec.discard !== undefined) continue;
    await patch(scope, run, { discard: { reason: 'Archived' } });
  }
}

async function cancel(scope: PlanScope, runs: readonly VirtualMachineMigration[], reason: Reason): Promise<void> {
  for (const run of runs) {
    if (!isLate(run) && run.spec.cancel === undefined) await patch(scope, run, { cancel: { reason } });
  }
}

/** After the commit only a hook can be ended. */
function isLate({ status }: VirtualMachineMigration): boolean {
  if (status === undefined || status.phase === postHook.name) return false;
  return hasEnded(status) || isCommitted(status);
}

type Spec = VirtualMachineMigration['spec'];

/** null takes away. */
type Change = Partial<Spec> | { readonly [Name in 'cutover' | 'priority' | 'paused']?: Spec[Name] | null };

export async function patch({ ports }: PlanScope, run: VirtualMachineMigration, spec: Change): Promise<void> {
  // Not conditional: it is decided by the Migration and the Plan alone, and the run's own writes must not delay it.
  await ports.client.mergePatch(virtualMachineMigrations, keyOf(run), { metadata: { uid: run.metadata.uid }, spec });
}
