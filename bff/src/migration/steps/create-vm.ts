import { dataVolumes } from '../../api/kinds/cdi.ts';
import { virtualMachines, type VirtualMachine } from '../../api/kinds/kubevirt.ts';
import { keyOf, type OwnerReference } from '../../api/resource.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { targetMachine } from '../target/target-machine.ts';
import { ensure, ourObjects } from '../target/target-objects.ts';
import { storePowerState } from './store-power-state.ts';

/** The target exists but may not run: everything that can be refused is refused while the source can still be restored. */
export const createVm = defineStep<MachineScope, { readonly uid: string }>({
  name: 'CreateVM',
  group: 'VirtualMachineCreation',
  description: 'Create VM',
  run: async (scope) => {
    const recorded = scope.outputOf(storePowerState)?.power ?? 'Unknown';
    const machine = await ensure(scope, virtualMachines, targetMachine(scope, recorded).halted);
    await own(scope, machine);
    return done({ uid: machine.metadata.uid ?? '' });
  },
});

/** The volumes go when the machine goes. */
async function own(scope: MachineScope, machine: VirtualMachine): Promise<void> {
  const { name, uid = '' } = machine.metadata;
  const owner: OwnerReference = {
    apiVersion: machine.apiVersion,
    kind: machine.kind,
    name,
    uid,
    controller: false,
    blockOwnerDeletion: false,
  };
  for (const volume of await ourObjects(scope, dataVolumes)) {
    const owners = volume.metadata.ownerReferences ?? [];
    if (owners.some((other) => other.uid === uid)) continue;
    await scope.client.mergePatch(dataVolumes, keyOf(volume), {
      metadata: { resourceVersion: volume.metadata.resourceVersion, ownerReferences: [...owners, owner] },
    });
  }
}
