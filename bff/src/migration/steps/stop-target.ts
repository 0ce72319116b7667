import { virtualMachineInstances, virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { createVm } from './create-vm.ts';
import { removeCredentials } from './remove-credentials.ts';

/** No instance of the target runs, whoever started it: only then may the source run again. */
export const stopTarget = defineStep<MachineScope, object>({
  name: 'StopTarget',
  shownAs: 'Completed',
  group: 'VirtualMachineCreation',
  description: 'See that no target runs',
  run: async (scope) => {
    const { name } = scope.resolved.target;
    // A machine that was refused has been given no target.
    if (name === '') return done({});
    // None is made before this step is over: a source need not stay off until another cluster is back that has none.
    const isElsewhere = scope.resolved.target.provider !== undefined;
    if (isElsewhere && scope.outputOf(removeCredentials) === undefined) return done({});
    const key = inTarget(scope, name);
    const found = await scope.client.find(virtualMachines, key);
    const machine = found !== undefined && isOurs(found, scope.run) ? found : undefined;
    if (machine !== undefined && machine.spec.runStrategy !== 'Halted') {
      const { resourceVersion } = machine.metadata;
      await scope.client.mergePatch(virtualMachines, keyOf(machine), {
        metadata: { resourceVersion },
        spec: { runStrategy: 'Halted' },
      });
    }
    const instance = await scope.client.find(virtualMachineInstances, key);
    const owners = new Set([machine?.metadata.uid, scope.outputOf(createVm)?.uid]);
    const runs = instance?.metadata.ownerReferences?.some(({ uid }) => owners.has(uid)) ?? false;
    return runs ? wait({ on: 'cluster', reason: 'The target is being stopped' }) : done({});
  },
});
