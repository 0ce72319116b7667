import { done, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { powerOffSource, shutdownIntent } from './power-off-source.ts';
import { storePowerState } from './store-power-state.ts';
import { waitForPowerOff } from './wait-for-power-off.ts';

const powerOnIntent = 'powerOn';

interface Restored {
  /** Power of the source when the restore was over; `Gone` where the machine was deleted there. */
  readonly power: PowerState | 'Gone' | 'Untouched';
}

/**
 * Powers the source on again exactly if it ran and we asked it to stop. A guest that was asked and is still on may yet
 * shut down: it is watched until that is over.
 */
export const restorePower = defineStep<MachineScope, Restored>({
  name: 'RestorePower',
  shownAs: 'Completed',
  group: 'Initialize',
  description: 'Restore the power of the source',
  run: async (scope) => {
    const asked = scope.intentOf(powerOffSource, shutdownIntent);
    if (scope.outputOf(storePowerState)?.power !== 'On' || asked === undefined)
      return done({ power: 'Untouched' as const });
    const { session } = await scope.source();
    const { id } = scope.resolved.machine;
    const power = await powerOrGone(() => session.power(id));
    if (power === 'Gone') return done({ power });
    if (power === 'On' && mayStillShutDown(scope, asked.at))
      return wait({ on: 'source', reason: 'The guest may still shut down' });
    if (power === 'On') return done({ power });
    if (scope.intent(powerOnIntent) === undefined) return intend(powerOnIntent);
    await session.powerOn(id);
    return done({ power: 'On' as const });
  },
});

function mayStillShutDown(scope: RunScope, askedAt: number): boolean {
  const { shutdownDeadlineMs, shutdownGraceMs } = scope.resolved.settings;
  const seenOff = scope.outputOf(waitForPowerOff) !== undefined || scope.intent(powerOnIntent) !== undefined;
  return !seenOff && scope.now < askedAt + shutdownDeadlineMs + shutdownGraceMs;
}

async function powerOrGone(read: () => Promise<PowerState>): Promise<PowerState | 'Gone'> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotFoundError && error.code === 'vm-not-found') return 'Gone';
    throw error;
  }
}
