import { ConflictError, NotFoundError } from '../../platform/errors.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import type { VsphereClient } from './client.ts';
import { vmPaths } from './kinds.ts';
import type { ObjectUpdate, Traversal } from './property-collector.ts';
import { retrieve } from './retrieve.ts';
import { toSourceMachine } from './to-source-machine.ts';
import type { HostPlace } from './to-source-machine.ts';
import { libvirtPath, pathOf } from './tree.ts';
import type { TreeNode } from './tree.ts';
import { isTrueAt, refOf } from './values.ts';
import { buildVm, newVmFacts, unescapedName, vmProperties } from './vm-facts.ts';
import { textAt } from '../../platform/xml.ts';

/** From a machine up to the root, and over its host up to the root. */
const surroundings: readonly Traversal[] = [
  { name: 'machineParent', type: 'VirtualMachine', path: 'parent', then: ['folderParent', 'datacenterParent'] },
  { name: 'machineHost', type: 'VirtualMachine', path: 'runtime.host', then: ['hostParent'] },
  { name: 'hostParent', type: 'HostSystem', path: 'parent', then: ['computeParent'] },
  { name: 'computeParent', type: 'ComputeResource', path: 'parent', then: ['folderParent', 'datacenterParent'] },
  { name: 'folderParent', type: 'Folder', path: 'parent', then: ['folderParent', 'datacenterParent'] },
  { name: 'datacenterParent', type: 'Datacenter', path: 'parent', then: ['folderParent'] },
];

/** Without these nothing can be said of a machine: the user may not read it, or its files are out of reach. */
const required = ['name', 'config.hardware.device', 'runtime.powerState'];

/** Reads one machine, with the names around it, from the source in one call. */
export async function readMachine(client: VsphereClient, id: string, signal?: AbortSignal): Promise<SourceMachine> {
  const paths = vmPaths(await client.content(signal));
  const tree = ['name', 'parent'];
  const found = await retrieve(
    client,
    {
      properties: {
        VirtualMachine: paths,
        HostSystem: [...tree, 'summary.runtime.inMaintenanceMode', 'config.dateTimeInfo.timeZone.name'],
        ComputeResource: tree,
        Folder: tree,
        Datacenter: tree,
      },
      start: { type: 'VirtualMachine', id },
      traversals: surroundings,
    },
    signal,
  );
  const machine = found.find(({ moref }) => moref.id === id);
  if (machine === undefined)
    throw new NotFoundError(`The vCenter has no machine ${id}.`, { code: 'vm-not-found', parameters: { id } });
  return assemble(machine, found);
}

function assemble(machine: ObjectUpdate, found: readonly ObjectUpdate[]): SourceMachine {
  const { id } = machine.moref;
  const missing = required.filter((path) => !machine.changes.some((change) => change.path === path));
  if (missing.length > 0) {
    const text = `The vCenter does not tell ${missing.join(', ')} of machine ${id}: it is disconnected, or the user of the provider may not read it.`;
    throw new ConflictError(text, { code: 'MachineUnreadable', parameters: { id } });
  }
  const facts = newVmFacts();
  for (const { path, value } of machine.changes) vmProperties[path]?.(facts, value);
  const nodes = new Map(found.map((each) => [each.moref.id, node(each)]));
  const host = found.find((each) => each.moref.id === facts.host);
  return toSourceMachine(buildVm(id, facts), {
    path: pathOf(id, (each) => nodes.get(each)),
    ...(host && { host: place(host, nodes) }),
  });
}

function node({ moref, changes }: ObjectUpdate): TreeNode {
  const value = (path: string) => changes.find((change) => change.path === path)?.value;
  const parent = refOf(value('parent'))?.id;
  return { type: moref.type, name: unescapedName(textAt(value('name'))), ...(parent && { parent }) };
}

function place({ moref, changes }: ObjectUpdate, nodes: ReadonlyMap<string, TreeNode>): HostPlace {
  const value = (path: string) => changes.find((change) => change.path === path)?.value;
  return {
    id: moref.id,
    name: nodes.get(moref.id)?.name ?? '',
    path: libvirtPath(moref.id, (each) => nodes.get(each)),
    inMaintenance: isTrueAt(value('summary.runtime.inMaintenanceMode')),
    timezone: textAt(value('config.dateTimeInfo.timeZone.name')),
  };
}
