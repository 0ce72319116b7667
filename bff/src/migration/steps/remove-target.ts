import { dataVolumes } from '../../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import type { Resource } from '../../api/resource.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { removeHooks } from '../hooks/remove-hooks.ts';
import type { MachineScope } from '../scope.ts';
import { ourObjects, removeAll } from '../target/target-objects.ts';

/** Helpers always go; the target and its volumes only where the run gives them up. */
export const removeTarget = defineStep<MachineScope, object>({
  name: 'RemoveTarget',
  shownAs: 'Completed',
  group: 'VirtualMachineCreation',
  description: 'Remove what the run made',
  run: async (scope) => {
    const kinds: readonly Resource[] =
      scope.discards === 'target' ? [pods, virtualMachines, dataVolumes, persistentVolumeClaims] : [pods];
    const removed: boolean[] = [];
    for (const kind of kinds) removed.push(await removeAll(scope, kind, await ourObjects(scope, kind)));
    removed.push(await removeHooks(scope));
    return removed.every(Boolean) ? done({}) : wait({ on: 'cluster', reason: 'Objects of the run are being removed' });
  },
});
