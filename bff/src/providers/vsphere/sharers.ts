import { textAt } from '../../platform/xml.ts';
import type { Sharer } from '../driver.ts';
import type { VsphereClient } from './client.ts';
import { readDevices } from './devices.ts';
import type { ObjectUpdate, Traversal } from './property-collector.ts';
import { retrieve } from './retrieve.ts';
import { powerState } from './to-source-machine.ts';
import { unescapedName } from './vm-facts.ts';

/** From a machine to all machines that have files beside its own. */
const neighbours: readonly Traversal[] = [
  { name: 'machineDatastores', type: 'VirtualMachine', path: 'datastore', then: ['datastoreMachines'] },
  { name: 'datastoreMachines', type: 'Datastore', path: 'vm', then: [] },
];

/** Other machines that have a disk of the machine, whatever their snapshots made of it. */
export async function readSharers(client: VsphereClient, id: string, signal?: AbortSignal): Promise<readonly Sharer[]> {
  const found = await retrieve(
    client,
    {
      properties: { VirtualMachine: ['name', 'runtime.powerState', 'config.hardware.device'] },
      start: { type: 'VirtualMachine', id },
      traversals: neighbours,
    },
    signal,
  );
  const own = new Set(found.filter(({ moref }) => moref.id === id).flatMap(baseFiles));
  return found
    .filter((machine) => machine.moref.id !== id && baseFiles(machine).some((file) => own.has(file)))
    .map((machine) => ({
      id: machine.moref.id,
      name: unescapedName(textAt(valueOf(machine, 'name'))),
      power: powerState(textAt(valueOf(machine, 'runtime.powerState'))),
    }));
}

function baseFiles(machine: ObjectUpdate): string[] {
  return readDevices(valueOf(machine, 'config.hardware.device')).disks.map(({ own }) => own.baseFile);
}

function valueOf({ changes }: ObjectUpdate, wanted: string) {
  return changes.find(({ path }) => path === wanted)?.value;
}
