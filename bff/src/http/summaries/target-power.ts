import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { recordedPower } from './recorded-power.ts';

/** Targets run as their sources did, unless the plan says otherwise. */
export function targetRuns(run: VirtualMachineMigration): boolean {
  const wanted = resolvedOf(run).options.targetPowerState ?? 'auto';
  return wanted === 'auto' ? recordedPower(run) === 'On' : wanted === 'on';
}
