import { readText } from '../../wire.ts';
import type { WireResponse } from '../../wire.ts';
import type { MoRef, Properties, VcenterClient } from './vcenter-client.ts';
import { decodeName, refOf } from './vcenter-client.ts';
import { all, at } from './xml.ts';

export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** One disk of a machine at the vCenter. */
export interface DiskSource {
  readonly backingFile: string;
  readonly capacityBytes: number;
  /** Path of its flat file on the vCenter. */
  readonly path: string;
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
  const datacenter = await datacenterPath(client, refOf(properties.get('parent')));
  return all(properties.get('config.hardware.device'), 'VirtualDevice')
    .filter((device) => device.attributes['xsi:type'] === 'VirtualDisk')
    .sort((left, right) => Number(at(left, 'key')?.text) - Number(at(right, 'key')?.text))
    .map((device) => {
      const backingFile = at(device, 'backing', 'fileName')?.text ?? '';
      const bytes = at(device, 'capacityInBytes')?.text;
      const capacityBytes = bytes === undefined ? Number(at(device, 'capacityInKB')?.text) * 1024 : Number(bytes);
      return { backingFile, capacityBytes, path: flatFilePath(backingFile, datacenter) };
    });
}

/** `[store] folder/disk.vmdk` as the path that its bytes are read from. */
export function flatFilePath(backingFile: string, datacenter: string): string {
  const match = /^\[([^\]]+)\] (.+)\.vmdk$/.exec(backingFile);
  if (!match?.[1] || !match[2]) throw new Error(`"${backingFile}" is not the name of a disk file.`);
  const path = match[2].split('/').map(encodeURIComponent).join('/');
  return `/folder/${path}-flat.vmdk?dcPath=${encodeURIComponent(datacenter)}&dsName=${encodeURIComponent(match[1])}`;
}

async function datacenterPath(client: VcenterClient, parent: MoRef): Promise<string> {
  const names: string[] = [];
  let inside = false;
  for (let ref: MoRef | undefined = parent; ref;) {
    const properties: Properties = await client.properties(ref, ['name', 'parent']);
    const up = properties.get('parent');
    inside ||= ref.type === 'Datacenter';
    // The root folder has no parent and is no part of the path.
    if (inside && up) names.unshift(decodeName(properties.get('name')?.text ?? ''));
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
