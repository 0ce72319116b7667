import { done, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { powerOffSource, shutdownIntent } from './power-off-source.ts';

const forceIntent = 'force';

export const waitForPowerOff = defineStep<MachineScope, { readonly off: true }>({
  name: 'WaitForPowerOff',
  group: 'Initialize',
  description: 'Wait until the source is off',
  run: async (scope) => {
    const { session } = await scope.source();
    const { id, name } = scope.resolved.machine;
    if ((await session.power(id)) === 'Off') return done({ off: true });
    const { shutdownDeadlineMs } = scope.resolved.settings;
    const asked = scope.intentOf(powerOffSource, shutdownIntent)?.at ?? scope.since;
    if (scope.now < asked + shutdownDeadlineMs || !mayForce(scope)) {
      const minutes = String(shutdownDeadlineMs / 60_000);
      const deadline = { at: asked + shutdownDeadlineMs, failure: failure('source-not-off', { vm: name, minutes }) };
      return wait({ on: 'source', reason: 'The guest was asked to shut down', deadline });
    }
    if (scope.intent(forceIntent) === undefined) return intend(forceIntent);
    await session.powerOff(id);
    return done({ off: true });
  },
});

function mayForce(scope: RunScope): boolean {
  return scope.resolved.options.shutdownPolicy === 'force';
}
