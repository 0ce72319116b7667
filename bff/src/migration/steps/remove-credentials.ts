import { secrets } from '../../api/kinds/core.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { ourObjects, removeAll } from '../target/target-objects.ts';

/**
 * The last transfer is over, so nothing in the target namespace needs the source's credentials any more. Its record says
 * that a target may exist from now on.
 */
export const removeCredentials = defineStep<MachineScope, { readonly removed: true }>({
  name: 'RemoveCredentials',
  shownAs: 'CreateVM',
  group: 'VirtualMachineCreation',
  description: 'Remove the credentials of the source',
  run: async (scope) => {
    await removeAll(scope, secrets, await ourObjects(scope, secrets));
    return done({ removed: true });
  },
});
