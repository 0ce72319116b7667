import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { ChangeQuestion, SnapshotDisk } from '../warm-source.ts';
import type { VsphereClient } from './client.ts';
import { VsphereFault } from './faults.ts';
import { retrieveOne } from './retrieve.ts';
import { element, reference } from './soap.ts';
import { taskOf } from './tasks.ts';
import { numberAt, typeOf } from './values.ts';

/** A server tells about 2,000 areas an answer; a disk with more answers than this is not summed up. */
const MOST_ANSWERS = 64;

/** The disks of a snapshot with the change ids of that very snapshot's backings. */
export async function readDisksAt(
  client: VsphereClient,
  snapshot: string,
  signal?: AbortSignal,
): Promise<readonly SnapshotDisk[]> {
  const path = 'config.hardware.device';
  const found = await retrieveOne(client, { type: 'VirtualMachineSnapshot', id: snapshot }, [path], signal);
  const devices = found.find((change) => change.path === path)?.value;
  if (devices === undefined) throw new VsphereFault('ManagedObjectNotFound', `There is no snapshot ${snapshot}.`);
  return childrenOf(devices, 'VirtualDevice')
    .filter((device) => typeOf(device) === 'VirtualDisk')
    .map((device) => ({
      key: String(numberAt(device, 'key')),
      capacityBytes: capacityOf(device),
      changeId: textAt(device, 'backing', 'changeId'),
    }));
}

/** Servers before 5.5 tell kilobytes only. */
function capacityOf(device: XmlElement): number {
  return numberAt(device, 'capacityInBytes') || numberAt(device, 'capacityInKB') * 1024;
}

/** How much changed between a change id and a snapshot. */
export async function readChangedBytes(
  client: VsphereClient,
  id: string,
  { snapshot, disk, capacityBytes, since }: ChangeQuestion,
  signal?: AbortSignal,
): Promise<number | undefined> {
  let sum = 0;
  let offset = 0;
  for (let answers = 0; offset < capacityBytes; answers += 1) {
    if (answers === MOST_ANSWERS) return undefined;
    const [info] = await client.call({
      method: 'QueryChangedDiskAreas',
      target: { type: 'VirtualMachine', id },
      parameters: [
        reference('snapshot', { type: 'VirtualMachineSnapshot', id: snapshot }),
        element('deviceKey', disk),
        element('startOffset', offset),
        element('changeId', since),
      ],
      ...(signal && { signal }),
    });
    for (const area of childrenOf(info, 'changedArea')) sum += numberAt(area, 'length');
    const end = numberAt(info, 'startOffset') + numberAt(info, 'length');
    if (child(info, 'length') === undefined || end <= offset) return undefined;
    offset = end;
  }
  return sum;
}

/** Tracking begins with the next stun of the machine, which a snapshot brings about. */
export async function enableChangeTracking(client: VsphereClient, id: string, signal?: AbortSignal): Promise<string> {
  const [task] = await client.call({
    method: 'ReconfigVM_Task',
    target: { type: 'VirtualMachine', id },
    parameters: [element('spec', element('changeTrackingEnabled', true))],
    ...(signal && { signal }),
  });
  return taskOf(task).id;
}
