import type { MigrationSpec } from '../../api/generated/migration.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { hasEnded } from '../../migration/machine-state.ts';
import { patch } from './cancel.ts';
import { isRunOf, type PlanScope } from './scope.ts';

/** Tells warm runs when their Migration wants them to be cut over, or that it does not any more. */
export async function cutoverRequested(scope: PlanScope): Promise<void> {
  const { active } = scope;
  if (active === undefined) return;
  for (const run of scope.machines.filter((candidate) => isRunOf(candidate, active) && isOpen(candidate))) {
    const at = cutoverOf(active.spec, resolvedOf(run).machine.id);
    if (at !== run.spec.cutover?.at) await patch(scope, run, { cutover: at === undefined ? null : { at } });
  }
}

/** The machine's own time goes before that of all. */
export function cutoverOf({ cutover, vmCutover = [] }: MigrationSpec, id: string): string | undefined {
  const at = vmCutover.find((entry) => entry.id === id)?.cutover ?? cutover;
  return at === undefined || Number.isNaN(Date.parse(at)) ? undefined : at;
}

function isOpen(run: VirtualMachineMigration): boolean {
  return resolvedOf(run).warm !== undefined && !hasEnded(run.status) && run.status?.warm?.cutover?.begun === undefined;
}
