import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { notStartedSince } from '../source/last-start.ts';
import { unchangedSource } from '../source/source-check.ts';
import { targetWhole } from '../target/target-whole.ts';
import { waitForPowerOff } from './wait-for-power-off.ts';

/**
 * The point of no return: before it the source is restored whatever happens, after it the source's power is never
 * touched. The record of this step is the commit; the target may run only once that record has been read back.
 */
export const commit = defineStep<MachineScope, { readonly power: 'Off' }>({
  name: 'Commit',
  shownAs: 'CreateVM',
  group: 'VirtualMachineCreation',
  description: 'See that the target is whole and the source is off, for good',
  run: async (scope) => {
    await targetWhole(scope);
    const { name, power } = await unchangedSource(scope);
    if (power !== 'Off') throw new RunFailed(failure('source-running', { vm: name }));
    await notStartedSince(scope, scope.outputOf(waitForPowerOff)?.lastStart);
    return done({ power: 'Off' as const });
  },
});
