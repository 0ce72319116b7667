import { done, fail, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { eventOfLastStart } from '../source/last-start.ts';
import { powerOffSource, shutdownIntent } from './power-off-source.ts';

const forceIntent = 'force';

interface SeenOff {
  readonly off: true;
  /** The last power-on by then; missing where the source does not tell. */
  readonly lastStart?: string;
}

export const waitForPowerOff = defineStep<MachineScope, SeenOff>({
  name: 'WaitForPowerOff',
  group: 'Initialize',
  description: 'Wait until the source is off',
  run: async (scope) => {
    const seen = await seenOff(scope);
    if (seen !== undefined) return done(seen);
    const { id, name } = scope.resolved.machine;
    const { shutdownDeadlineMs } = scope.resolved.settings;
    const asked = scope.intentOf(powerOffSource, shutdownIntent)?.at ?? scope.since;
    if (scope.now < asked + shutdownDeadlineMs || !mayForce(scope)) {
      const minutes = String(shutdownDeadlineMs / 60_000);
      const deadline = { at: asked + shutdownDeadlineMs, failure: failure('source-not-off', { vm: name, minutes }) };
      return wait({ on: 'source', reason: 'The guest was asked to shut down', deadline });
    }
    if (scope.intent(forceIntent) === undefined) return intend(forceIntent);
    const { session } = await scope.source();
    await session.powerOff(id);
    const forced = await seenOff(scope);
    return forced === undefined ? fail(failure('source-running', { vm: name })) : done(forced);
  },
});

/** The power is read again after the events: whatever comes between the two shows in one or the other. */
async function seenOff(scope: RunScope): Promise<SeenOff | undefined> {
  const { session } = await scope.source();
  const { id } = scope.resolved.machine;
  if ((await session.power(id)) !== 'Off') return undefined;
  const lastStart = await eventOfLastStart(scope);
  if ((await session.power(id)) !== 'Off') return undefined;
  return { off: true, ...(lastStart !== undefined && { lastStart }) };
}

function mayForce(scope: RunScope): boolean {
  return scope.resolved.options.shutdownPolicy === 'force';
}
