import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import { done } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { targetMachine } from '../target/target-machine.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { storePowerState } from './store-power-state.ts';

/** The first write that lets the target run. */
export const startVm = defineStep<MachineScope, object>({
  name: 'StartVM',
  shownAs: 'CreateVM',
  group: 'VirtualMachineCreation',
  description: 'Let the VM run as the source did',
  run: async (scope) => {
    const recorded = scope.outputOf(storePowerState)?.power ?? 'Unknown';
    const { wanted } = targetMachine(scope, recorded);
    const machine = await scope.client.find(virtualMachines, inTarget(scope, scope.resolved.target.name));
    if (machine === undefined || !isOurs(machine, scope.run)) {
      throw new RunFailed(failure('target-lost', { vm: scope.resolved.machine.name }));
    }
    if (wanted === 'Halted' || machine.spec.runStrategy !== 'Halted') return done({});
    const { resourceVersion } = machine.metadata;
    await scope.client.mergePatch(virtualMachines, keyOf(machine), {
      metadata: { resourceVersion },
      spec: { runStrategy: wanted },
    });
    return done({});
  },
});
