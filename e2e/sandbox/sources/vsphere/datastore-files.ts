import type { DiskContent } from '../../seeds/disk-content.ts';
import { contentOfFile } from './disk-chain.ts';
import type { Datastore, Disk, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import type { Inventory } from './inventory.ts';

/** A file of a datastore as the datastore path sees it. */
export type DatastoreFile =
  | { readonly kind: 'flat'; readonly content: DiskContent; readonly locked: boolean }
  | { readonly kind: 'descriptor'; readonly text: string }
  /** Exists, but its blocks mean nothing without the files below it. */
  | { readonly kind: 'delta' };

export interface FileRequest {
  readonly path: string;
  /** A file as it lies there or, opened by its descriptor, the disk that it makes with everything below it. */
  readonly as: 'file' | 'disk';
  readonly now: number;
}

/** Names that a machine's disk has in its datastore. */
function namesOf(
  disk: Disk,
  position: number,
): { readonly descriptor: string; readonly data: string; readonly kind: 'flat' | 'delta' | 'raw' } {
  const descriptor = disk.files[position] ?? '';
  const stem = descriptor.slice(0, -'.vmdk'.length);
  if (position > 0) return { descriptor, data: `${stem}-delta.vmdk`, kind: 'delta' };
  if (disk.rdm)
    return { descriptor, data: `${stem}-${disk.rdm === 'physicalMode' ? 'rdmp' : 'rdm'}.vmdk`, kind: 'raw' };
  return { descriptor, data: `${stem}-flat.vmdk`, kind: 'flat' };
}

/** The datastore that the query of a datastore path names. `dcPath` has the folders above the datacenter too. */
export function findDatastore(inventory: Inventory, dcPath: string, dsName: string): Datastore | undefined {
  const name = dcPath.split('/').at(-1) ?? '';
  for (const entity of inventory.all()) {
    if (isFacility(entity) || entity.type !== 'Datastore' || entity.name !== dsName) continue;
    if (inventory.of(entity.datacenter, 'Datacenter').name === name) return entity;
  }
  return undefined;
}

export function findFile(
  inventory: Inventory,
  datastore: Datastore,
  { path, as, now }: FileRequest,
): DatastoreFile | undefined {
  for (const { vm, disk, position, names } of filesOn(inventory, datastore)) {
    const isDescriptor = path === names.descriptor;
    if (isDescriptor && as === 'file') return { kind: 'descriptor', text: descriptorOf(disk, position) };
    if (!isDescriptor && path !== names.data) continue;
    const isWhole = isDescriptor ? names.kind !== 'raw' : names.kind === 'flat';
    if (!isWhole || disk.content === undefined) return { kind: 'delta' };
    const locked = isLocked(inventory, datastore, disk.files[position] ?? '');
    return { kind: 'flat', content: contentOfFile(vm, disk, position, now), locked };
  }
  return undefined;
}

/** Names in `directory`, ascending; undefined when there is no such directory. */
export function listDirectory(
  inventory: Inventory,
  datastore: Datastore,
  directory: string,
): readonly string[] | undefined {
  const prefix = directory === '' ? '' : `${directory.replace(/\/$/, '')}/`;
  const names = new Set<string>();
  for (const file of filesOn(inventory, datastore)) {
    for (const path of [file.names.descriptor, file.names.data]) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).replace(/\/.*/, '/'));
    }
  }
  return names.size > 0 || directory === '' ? [...names].sort() : undefined;
}

function* filesOn(inventory: Inventory, datastore: Datastore) {
  for (const vm of inventory.machines()) {
    for (const disk of vm.disks) {
      if (disk.datastore !== datastore.id) continue;
      for (let position = 0; position < disk.files.length; position += 1)
        yield { vm, disk, position, names: namesOf(disk, position) };
    }
  }
}

/** A running machine holds the newest file of each of its disks; the files below it are only read, by anyone. */
function isLocked(inventory: Inventory, datastore: Datastore, file: string): boolean {
  const writes = (vm: VirtualMachine) =>
    vm.disks.some((disk) => disk.datastore === datastore.id && disk.files.at(-1) === file);
  for (const vm of inventory.machines()) if (vm.power === 'poweredOn' && writes(vm)) return true;
  return false;
}

function descriptorOf(disk: Disk, position: number): string {
  const { data, kind } = namesOf(disk, position);
  const parent = position > 0 ? disk.files[position - 1] : undefined;
  const sectors = Math.ceil(disk.capacityBytes / 512);
  const extent = { flat: 'VMFS', delta: 'VMFSSPARSE', raw: 'VMFSRDM' }[kind];
  return [
    '# Disk DescriptorFile',
    'version=1',
    'encoding="UTF-8"',
    `CID=${disk.uuid.slice(0, 8)}`,
    `parentCID=${parent === undefined ? 'ffffffff' : disk.uuid.slice(0, 8)}`,
    `createType="${{ flat: 'vmfs', delta: 'vmfsSparse', raw: 'vmfsRawDeviceMap' }[kind]}"`,
    ...(parent === undefined ? [] : [`parentFileNameHint="${parent}"`]),
    '# Extent description',
    `RW ${sectors} ${extent} "${data.split('/').at(-1) ?? data}"`,
    '# The Disk Data Base',
    'ddb.adapterType = "lsilogic"',
    `ddb.uuid = "${disk.uuid}"`,
    '',
  ].join('\n');
}
