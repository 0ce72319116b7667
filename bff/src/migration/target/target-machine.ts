import type { VirtualMachine } from '../../api/kinds/kubevirt.ts';
import type { PowerState } from '../../machine/source-machine.ts';
import { virtualMachine } from '../../target/virtual-machine.ts';
import { objectLabels, providerLabel, vmLabel } from '../labels.ts';
import type { MachineScope } from '../scope.ts';
import { placedDisks } from './target-volumes.ts';

/** The target as it is created: complete, and not allowed to run. `wanted` is how it runs after the commit. */
export function targetMachine(
  scope: MachineScope,
  recordedPower: PowerState,
): { readonly halted: VirtualMachine; readonly wanted: VirtualMachine['spec']['runStrategy'] } {
  const { resolved, run } = scope;
  const { instanceType, preference, primaryNetwork } = resolved.target;
  const built = virtualMachine({
    machine: resolved.machine,
    name: resolved.target.name,
    namespace: resolved.target.namespace,
    recordedPower,
    options: resolved.options,
    volumes: placedDisks(scope).map(({ volume, name }) => ({ disk: volume.disk, claim: name })),
    attached: resolved.target.attached,
    networks: resolved.target.networks,
    ...(instanceType && { instanceType }),
    ...(preference && { preference }),
    ...(primaryNetwork && { primaryNetwork }),
    annotations: resolved.target.annotations,
    labels: {
      ...resolved.target.labels,
      ...objectLabels(run),
      [providerLabel]: resolved.source.provider.uid,
      [vmLabel]: run.vmId,
    },
  });
  return { halted: { ...built, spec: { ...built.spec, runStrategy: 'Halted' } }, wanted: built.spec.runStrategy };
}
