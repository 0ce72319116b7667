import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { unchangedSource } from '../source/source-check.ts';

/** The disks that are about to be read are those that the run was made for. */
export const verifySource = defineStep<MachineScope, object>({
  name: 'VerifySource',
  shownAs: 'WaitForPowerOff',
  group: 'Initialize',
  description: 'Read the disks again at the source',
  run: async (scope) => {
    await unchangedSource(scope);
    return done({});
  },
});
