import { pods } from '../../api/kinds/core.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { removeHooks } from '../hooks/remove-hooks.ts';
import { conversionPodName } from '../pods/conversion-pod.ts';
import type { MachineScope } from '../scope.ts';
import { ourObjects, release, removeAll } from '../target/target-objects.ts';

/** Helpers go; a conversion pod that is kept for its log stays until the plan is archived. */
export const completed = defineStep<MachineScope, object>({
  name: 'Completed',
  group: 'VirtualMachineCreation',
  description: 'Clean up',
  run: async (scope) => {
    const keep = scope.resolved.options.deleteGuestConversionPod === true ? undefined : conversionPodName(scope);
    const found = await ourObjects(scope, pods);
    for (const pod of found.filter(({ metadata }) => metadata.name === keep)) await release(scope.client, pods, pod);
    await removeAll(
      scope,
      pods,
      found.filter(({ metadata }) => metadata.name !== keep),
    );
    await removeHooks(scope);
    return done({});
  },
});
