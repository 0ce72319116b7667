import type { VirtualMachineMigrationStatus } from '../api/generated/virtual-machine-migration.ts';
import type { Outcome } from '../pipeline/outcome.ts';
import type { RunOptions } from './run-options.ts';
import { restorePower } from './steps/restore-power.ts';
import { startVm } from './steps/start-vm.ts';
import { storePowerState } from './steps/store-power-state.ts';
import { waitForPowerOff } from './steps/wait-for-power-off.ts';

type Downtime = VirtualMachineMigrationStatus['downtime'];

interface Happening {
  readonly step: string;
  readonly outcome: Outcome;
  readonly outputs: VirtualMachineMigrationStatus['outputs'];
  /** What the plan wants of the target; one that stays off ends no downtime. */
  readonly targetPowerState: RunOptions['targetPowerState'];
  /** RFC 3339 */
  readonly at: string;
}

/** How long a machine that ran was off because of its run, after one call of a step. */
export function downtimeAfter(before: Downtime, { step, outcome, outputs, targetPowerState, at }: Happening): Downtime {
  if (outcome.kind !== 'done' || before?.until !== undefined) return before;
  const ran = outputs?.[storePowerState.name]?.power === 'On';
  if (before === undefined) return ran && step === waitForPowerOff.name ? { since: at } : undefined;
  if (step === startVm.name && targetPowerState !== 'off') return { ...before, until: at, ended: 'Target' };
  const isOn = step === restorePower.name && 'power' in outcome.outputs && outcome.outputs.power === 'On';
  return isOn ? { ...before, until: at, ended: 'Source' } : before;
}

/** For people, as `4 min 10 s`; undefined while it lasts. */
export function downtimeText(downtime: Downtime): string | undefined {
  if (downtime?.until === undefined) return undefined;
  const seconds = Math.max(0, Math.round((Date.parse(downtime.until) - Date.parse(downtime.since)) / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
