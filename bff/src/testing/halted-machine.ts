import type { VirtualMachine } from '../api/kinds/kubevirt.ts';

/** Someone else's machine in the namespace of the targets. */
export function halted(name: string, labels: Record<string, string> = {}): VirtualMachine {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name, namespace: 'prod', labels },
    spec: { runStrategy: 'Halted', template: { spec: { domain: { devices: {} } } } },
  };
}
