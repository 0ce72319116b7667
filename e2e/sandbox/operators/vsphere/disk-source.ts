import { readText } from '../../wire.ts';
import type { WireResponse } from '../../wire.ts';
import type { Extent, MoRef, Properties, VcenterClient } from './vcenter-client.ts';
import { decodeName, refOf } from './vcenter-client.ts';
import type { XmlNode } from './xml.ts';
import { all, at } from './xml.ts';

/** What can be read of one disk of a machine at the vCenter. */
export interface DiskSource {
  readonly backingFile: string;
  readonly capacityBytes: number;
  /** Where its bytes are on the vCenter. */
  readonly path: string;
}

/** A disk as its machine, or a snapshot of it, has it. */
export interface DiskDevice {
  readonly key: number;
  /** The same in the machine and in all its snapshots. */
  readonly objectId: string;
  /** Its file and those below it, the newest first. */
  readonly files: readonly string[];
  readonly capacityBytes: number;
  readonly changeId: string | undefined;
}

export const diskProperties = [
  'name',
  'parent',
  'runtime.host',
  'config.hardware.device',
  'runtime.powerState',
] as const;

/** The machine's disks in the order of their keys. */
export async function disksOf(client: VcenterClient, properties: Properties): Promise<DiskSource[]> {
  const datacenter = await datacenterPath(client, properties);
  return devicesOf(properties).map(({ files: [backingFile = ''], capacityBytes }) => ({
    backingFile,
    capacityBytes,
    path: flatFilePath(backingFile, datacenter),
  }));
}

/** The disks of a machine or a snapshot in the order of their keys. */
export function devicesOf(properties: Properties): DiskDevice[] {
  return all(properties.get('config.hardware.device'), 'VirtualDevice')
    .filter((device) => device.attributes['xsi:type'] === 'VirtualDisk')
    .map((device) => {
      const bytes = at(device, 'capacityInBytes')?.text;
      return {
        key: Number(at(device, 'key')?.text),
        objectId: at(device, 'diskObjectId')?.text ?? '',
        files: filesOf(at(device, 'backing')),
        capacityBytes: bytes === undefined ? Number(at(device, 'capacityInKB')?.text) * 1024 : Number(bytes),
        changeId: at(device, 'backing', 'changeId')?.text,
      };
    })
    .sort((left, right) => left.key - right.key);
}

function filesOf(backing: XmlNode | undefined): string[] {
  if (backing === undefined) return [];
  return [at(backing, 'fileName')?.text ?? '', ...filesOf(at(backing, 'parent'))];
}

/** `[store] folder/disk.vmdk` as the path that the bytes of its flat file are read from. */
export function flatFilePath(backingFile: string, datacenter: string): string {
  return filePath(backingFile, '-flat.vmdk', datacenter);
}

/** The same for the disk that the file makes together with those below it, as VDDK opens it. */
export function chainPath(backingFile: string, datacenter: string): string {
  return `${filePath(backingFile, '.vmdk', datacenter)}&chain=1`;
}

function filePath(backingFile: string, ending: string, datacenter: string): string {
  const match = /^\[([^\]]+)\] (.+)\.vmdk$/.exec(backingFile);
  if (!match?.[1] || !match[2]) throw new Error(`"${backingFile}" is not the name of a disk file.`);
  const path = match[2].split('/').map(encodeURIComponent).join('/');
  return `/folder/${path}${ending}?dcPath=${encodeURIComponent(datacenter)}&dsName=${encodeURIComponent(match[1])}`;
}

/** Names of the folders from the root down to the datacenter of the machine with these properties. */
export async function datacenterPath(client: VcenterClient, properties: Properties): Promise<string> {
  const names: string[] = [];
  let inside = false;
  for (let ref: MoRef | undefined = refOf(properties.get('parent')); ref;) {
    const found: Properties = await client.properties(ref, ['name', 'parent']);
    const up = found.get('parent');
    inside ||= ref.type === 'Datacenter';
    // The root folder has no parent and is no part of the path.
    if (inside && up) names.unshift(decodeName(found.get('name')?.text ?? ''));
    ref = up && refOf(up);
  }
  return names.join('/');
}

/** Ranges that hold data or, where the server cannot tell, the whole file. */
export async function allocatedExtents(
  client: VcenterClient,
  source: DiskSource,
): Promise<{ extents: Extent[] } | { whole: WireResponse }> {
  const response = await client.file(`${source.path}&extents=1`);
  if (response.status >= 400) throw await readFailure(response, source);
  const type = response.headers['content-type'];
  if (typeof type === 'string' && type.startsWith('application/json')) {
    return { extents: JSON.parse(await readText(response)) as Extent[] };
  }
  return { whole: response };
}

export async function readRange(client: VcenterClient, source: DiskSource, extent: Extent): Promise<WireResponse> {
  const response = await client.file(source.path, extent);
  if (response.status !== 206) throw await readFailure(response, source);
  return response;
}

async function readFailure(response: WireResponse, source: DiskSource): Promise<Error> {
  await readText(response).catch(() => '');
  const reasons: Readonly<Record<number, string>> = {
    401: 'the credentials are refused',
    403: 'the account may not read the datastore',
    404: 'the file does not exist',
    409: 'the file cannot be read as a flat disk',
    423: 'the file is locked: the machine is running',
  };
  const reason = reasons[response.status] ?? `HTTP ${response.status}`;
  return new Error(`Unable to read ${source.backingFile}: ${reason}`);
}
