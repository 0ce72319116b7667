import type { World } from '@gantry/sandbox/world.ts';
import { virtualMachineInstances, virtualMachines } from '../api/kinds/kubevirt.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Informer } from '../kube/informer.ts';
import { vmLabel } from '../migration/labels.ts';
import type { VirtualMachine, VirtualMachineInstance } from '../api/kinds/kubevirt.ts';

/** Sees at every moment whether a machine runs at both ends. */
export class Guard {
  /** What must never be seen, each once. */
  readonly violations = new Set<string>();
  readonly #world: World;
  readonly #targets: Informer<VirtualMachine>;
  readonly #instances: Informer<VirtualMachineInstance>;

  constructor(world: World, cluster: Cluster) {
    this.#world = world;
    this.#targets = cluster.informer({ resource: virtualMachines });
    this.#instances = cluster.informer({ resource: virtualMachineInstances });
  }

  look(): void {
    for (const { metadata, status } of this.#instances.list()) {
      if (status?.phase !== 'Running') continue;
      const { name, namespace = '' } = metadata;
      const id = this.#targets.get({ namespace, name })?.metadata.labels?.[vmLabel];
      if (id !== undefined && this.power(id) === 'poweredOn') this.violations.add(`${id} runs at both ends`);
    }
  }

  /** Of the machine at the source; undefined where it is gone. */
  power(id: string): string | undefined {
    return this.#world.vcenter.machines.all().find((machine) => machine.id === id)?.power;
  }
}
