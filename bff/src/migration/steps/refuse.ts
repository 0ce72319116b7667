import { fail } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope } from '../scope.ts';

/** The only step of a machine that cannot run: it says why, as every other failure does. */
export const refuse = defineStep<MachineScope, object>({
  name: 'Refuse',
  shownAs: 'Started',
  group: 'Initialize',
  description: 'Say why it cannot run',
  run: (scope) =>
    Promise.resolve(fail(scope.resolved.refusal ?? failure('unexpected', { detail: 'no reason was recorded' }))),
});
