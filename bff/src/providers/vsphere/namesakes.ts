import { textAt } from '../../platform/xml.ts';
import type { VsphereClient } from './client.ts';
import type { Traversal } from './property-collector.ts';
import { retrieve } from './retrieve.ts';
import { unescapedName } from './vm-facts.ts';

/** From a machine to all machines of its cluster, or of its host where that stands alone. */
const neighbours: readonly Traversal[] = [
  { name: 'machineHost', type: 'VirtualMachine', path: 'runtime.host', then: ['hostParent'] },
  { name: 'hostParent', type: 'HostSystem', path: 'parent', then: ['computeHosts'] },
  { name: 'computeHosts', type: 'ComputeResource', path: 'host', then: ['hostMachines'] },
  { name: 'hostMachines', type: 'HostSystem', path: 'vm', then: [] },
];

/** Other machines of its name in its cluster: libvirt looks a machine up by name among all of the cluster's. */
export async function readNamesakes(
  client: VsphereClient,
  id: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const found = await retrieve(
    client,
    {
      properties: { VirtualMachine: ['name'] },
      start: { type: 'VirtualMachine', id },
      traversals: neighbours,
    },
    signal,
  );
  const names = new Map(
    found.map(({ moref, changes }) => [
      moref.id,
      unescapedName(textAt(changes.find(({ path }) => path === 'name')?.value)),
    ]),
  );
  return [...names].filter(([other, name]) => other !== id && name === names.get(id)).map(([other]) => other);
}
