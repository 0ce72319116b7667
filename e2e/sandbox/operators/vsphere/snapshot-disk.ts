import { ProgramFailure } from '../pods/program.ts';
import { chainPath, datacenterPath, devicesOf, diskProperties } from './disk-source.ts';
import type { DiskDevice, DiskSource } from './disk-source.ts';
import { SoapFault } from './vcenter-client.ts';
import type { Extent, MoRef, VcenterClient } from './vcenter-client.ts';

/** A disk as a snapshot of its machine froze it. */
export interface SnapshotDisk {
  readonly snapshot: string;
  readonly device: DiskDevice;
  readonly source: DiskSource;
}

/** The disk to whose chain `backingFile` belongs now, as it was in the snapshot. */
export async function snapshotDisk(
  client: VcenterClient,
  machine: MoRef,
  { backingFile, snapshot }: { readonly backingFile: string; readonly snapshot: string },
): Promise<SnapshotDisk> {
  const properties = await client.properties(machine, diskProperties);
  const now = devicesOf(properties).find(({ files }) => files.includes(backingFile));
  if (!now) throw new ProgramFailure(`Unable to process data: disk '${backingFile}' is not present in the VM`);
  const then = await devicesOfSnapshot(client, snapshot);
  const device = then.find(({ objectId }) => objectId === now.objectId);
  if (!device) {
    throw new ProgramFailure(
      `Unable to process data: could not find disk image with ID ${now.objectId} in snapshot ${snapshot}`,
    );
  }
  const [file = ''] = device.files;
  const path = chainPath(file, await datacenterPath(client, properties));
  return { snapshot, device, source: { backingFile: file, capacityBytes: device.capacityBytes, path } };
}

async function devicesOfSnapshot(client: VcenterClient, snapshot: string): Promise<DiskDevice[]> {
  try {
    return devicesOf(
      await client.properties({ type: 'VirtualMachineSnapshot', id: snapshot }, ['config.hardware.device']),
    );
  } catch (error) {
    if (!(error instanceof SoapFault) || error.fault !== 'ManagedObjectNotFound') throw error;
    throw new ProgramFailure(`Unable to process data: snapshot "${snapshot}" not found`);
  }
}

const changeIdShape = /^[0-9a-f]{2}[0-9a-f -]*\/[0-9]+$/i;

/** Everything that differs from `previous`, which is a change id or another snapshot, up to the disk's snapshot. */
export async function changesSince(
  client: VcenterClient,
  machine: MoRef,
  { snapshot, device }: SnapshotDisk,
  previous: string,
): Promise<Extent[]> {
  const changeId = changeIdShape.test(previous) ? previous : await changeIdOf(client, previous, device);
  const areas: Extent[] = [];
  for (let startOffset = 0; startOffset < device.capacityBytes;) {
    const page = await client.changedAreas(machine, { snapshot, deviceKey: device.key, startOffset, changeId });
    if (page.areas.length === 0) break;
    if (!(page.end > startOffset)) throw new Error('The vCenter does not say how far its changed areas tell.');
    areas.push(...page.areas);
    startOffset = page.end;
  }
  return areas;
}

async function changeIdOf(client: VcenterClient, snapshot: string, { objectId }: DiskDevice): Promise<string> {
  const before = (await devicesOfSnapshot(client, snapshot)).find((device) => device.objectId === objectId);
  if (before?.changeId === undefined)
    throw new ProgramFailure(`Unable to process data: changes since snapshot ${snapshot} are not tracked`);
  return before.changeId;
}
