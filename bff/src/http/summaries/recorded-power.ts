import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import { storePowerState } from '../../migration/steps/store-power-state.ts';

/** Of the source before the run first touched it. */
export function recordedPower(run: VirtualMachineMigration): PowerState | undefined {
  return run.status?.outputs?.[storePowerState.name]?.power as PowerState | undefined;
}
