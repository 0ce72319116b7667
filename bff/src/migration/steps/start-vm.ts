import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { targetMachine } from '../target/target-machine.ts';
import { inTarget, isOurs } from '../target/target-objects.ts';
import { storePowerState } from './store-power-state.ts';

const sourceRunsReason = 'The source was powered on after the commit: shut it down there, and the target is started';

/** The first write that lets the target run. */
export const startVm = defineStep<MachineScope, object>({
  name: 'StartVM',
  shownAs: 'CreateVM',
  group: 'VirtualMachineCreation',
  description: 'Let the VM run as the source did',
  isPatient: true,
  run: async (scope) => {
    const recorded = scope.outputOf(storePowerState)?.power ?? 'Unknown';
    const { wanted } = targetMachine(scope, recorded);
    const machine = await scope.client.find(virtualMachines, inTarget(scope, scope.resolved.target.name));
    if (machine === undefined || !isOurs(machine, scope.run)) {
      throw new RunFailed(failure('target-lost', { vm: scope.resolved.machine.name }));
    }
    if (wanted === 'Halted' || machine.spec.runStrategy !== 'Halted') return done({});
    if (await sourceRuns(scope)) return wait({ on: 'source', reason: sourceRunsReason });
    const { resourceVersion } = machine.metadata;
    await scope.client.mergePatch(virtualMachines, keyOf(machine), {
      metadata: { resourceVersion },
      spec: { runStrategy: wanted },
    });
    return done({});
  },
});

/** A source that cannot be asked after the commit holds nothing up. */
async function sourceRuns(scope: RunScope): Promise<boolean> {
  try {
    const { session } = await scope.source();
    return (await session.power(scope.resolved.machine.id)) === 'On';
  } catch {
    return false;
  }
}
