import { done, intend } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import { onlyRun } from '../preflight/only-run.ts';
import type { MachineScope, RunScope } from '../scope.ts';

/** Announced before the guest is asked: from then on the source may be off because of us. */
export const shutdownIntent = 'shutdown';

export const powerOffSource = defineStep<MachineScope, object>({
  name: 'PowerOffSource',
  group: 'Initialize',
  description: 'Ask the guest to shut down',
  run: async (scope) => {
    const { session } = await scope.source();
    const { id } = scope.resolved.machine;
    if ((await session.power(id)) === 'Off') return done({});
    if (scope.intent(shutdownIntent) === undefined) {
      await onlyRun(scope);
      return intend(shutdownIntent);
    }
    await askGuest(scope, () => session.shutdownGuest(id));
    return done({});
  },
});

/** With `force` a guest that cannot be asked is powered off when its time is over. */
async function askGuest(scope: RunScope, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    if (scope.resolved.options.shutdownPolicy === 'force') return;
    throw new RunFailed(failure('shutdown-refused', { vm: scope.resolved.machine.name, detail: error.message }));
  }
}
