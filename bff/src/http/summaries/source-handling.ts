import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import { powerOffSource } from '../../migration/steps/power-off-source.ts';
import { restorePower } from '../../migration/steps/restore-power.ts';
import { waitForPowerOff } from '../../migration/steps/wait-for-power-off.ts';
import { isNotRestored } from './not-restored.ts';
import { recordedPower } from './recorded-power.ts';

type Handling = VmRow['source'];

function output(
  run: VirtualMachineMigration,
  step: { readonly name: string },
): Readonly<Record<string, unknown>> | undefined {
  return run.status?.outputs?.[step.name];
}

function intentTime(run: VirtualMachineMigration, step: { readonly name: string }): string | undefined {
  const found = Object.entries(run.status?.intents ?? {}).find(([key]) => key.split('/')[0] === step.name);
  return found?.[1].at;
}

/** When the guest was asked to shut down. */
export function shutdownAsked(run: VirtualMachineMigration): string | undefined {
  return intentTime(run, powerOffSource);
}

/** It ran, was asked to shut down, and has not been powered on again. */
export function mayBeOff(run: VirtualMachineMigration): boolean {
  const isTouched = recordedPower(run) === 'On' && shutdownAsked(run) !== undefined;
  return isTouched && output(run, restorePower) === undefined;
}

/** What a run did to its source's power, as it is on record; `power` is what the record implies. */
export function sourceHandling(run: VirtualMachineMigration | undefined, now: PowerState | undefined): Handling {
  const recorded = run === undefined ? undefined : recordedPower(run);
  if (run === undefined || recorded === undefined) return { power: now ?? 'Unknown', handling: 'untouched' };
  if (recorded !== 'On') return { power: recorded, handling: 'offBefore' };
  const asked = shutdownAsked(run);
  if (asked === undefined) return { power: 'On', handling: 'untouched' };
  const restored = output(run, restorePower)?.power;
  if (restored === 'On')
    return { power: 'On', handling: 'onAgain', since: intentTime(run, restorePower) ?? run.status?.completed };
  if (restored === 'Gone') return { power: 'Unknown', handling: 'notRestored', since: asked };
  if (isNotRestored(run)) return { power: 'Off', handling: 'notRestored', since: asked };
  const isOff = output(run, waitForPowerOff) !== undefined;
  return { power: isOff ? 'Off' : 'On', handling: isOff ? 'offByGantry' : 'untouched', since: asked };
}
