import type { DiskContentSpec } from '../../seeds/disk-content.ts';
import { seededHex, seededUuid } from '../../seeds/noise.ts';
import { startTracking, takesPart } from './change-tracking.ts';
import type { Disk, FrozenFile, Nic, VirtualMachine } from './entities.ts';
import { guestSystems } from './guest-systems.ts';
import type { GuestSystemName } from './guest-systems.ts';
import type { DiskController, DiskSpec, FileSystemSpec, NicSpec, VmSpec } from './model-spec.ts';

/** What a machine's spec refers to by name, looked up. */
export interface Placement {
  readonly seed: string;
  readonly id: string;
  readonly now: number;
  readonly datacenter: string;
  readonly folder: string;
  readonly host: string;
  readonly resourcePool: string;
  /** Folder of the machine's files, unique in the datacenter. */
  readonly directory: string;
  datastore(name: string | undefined): string;
  network(name: string): string;
  machine(name: string): VirtualMachine;
}

const gib = 1024 ** 3;

const machineDefaults = {
  guest: 'rhel9',
  firmware: 'bios',
  secureBoot: false,
  tpm: false,
  cpus: 2,
  coresPerSocket: 1,
  memoryMB: 2048,
  shutdown: 3,
  changeTracking: false,
  consolidationNeeded: false,
  cpuHotAdd: false,
  cpuAffinity: [],
  faultTolerance: false,
  devices: [],
  template: false,
  quiescing: 'works',
  consolidation: 'works',
  nics: [],
} as const satisfies Partial<VmSpec>;

export function machineFromSpec(spec: VmSpec, placement: Placement): VirtualMachine {
  const given = { ...machineDefaults, ...spec };
  const power = given.template ? 'poweredOff' : (spec.power ?? 'poweredOn');
  const isOn = power === 'poweredOn';
  const toolsInstalled = spec.tools !== 'none';
  const { id, datacenter, host, resourcePool, directory, now } = placement;
  const uuid = (what: string) => seededUuid(`${placement.seed}/${id}/${what}`);
  return {
    type: 'VirtualMachine',
    id,
    name: spec.name,
    parent: placement.folder,
    datacenter,
    host,
    resourcePool,
    // vSphere's UUIDs begin with 42 and 50.
    uuid: uuid('bios').replace(/^../, '42'),
    instanceUuid: uuid('instance').replace(/^../, '50'),
    directory,
    guest: given.guest,
    firmware: given.firmware,
    secureBoot: given.secureBoot,
    tpm: given.tpm,
    cpus: given.cpus,
    coresPerSocket: given.coresPerSocket,
    memoryMB: given.memoryMB,
    power,
    template: given.template,
    toolsInstalled,
    toolsRunning: toolsInstalled && isOn,
    shutdown: given.shutdown,
    quiescing: given.quiescing,
    consolidation: given.consolidation,
    writing: spec.writes && { ...spec.writes, ticks: 0, since: isOn ? now : undefined },
    disks: disksOf(spec, placement),
    nics: given.nics.map((nic, index) => nicOf(nic, index, placement)),
    snapshots: [],
    snapshotsTaken: 0,
    changeTracking: given.changeTracking,
    consolidationNeeded: given.consolidationNeeded,
    cpuHotAdd: given.cpuHotAdd,
    cpuAffinity: given.cpuAffinity,
    faultTolerance: given.faultTolerance,
    devices: given.devices,
    fileSystems: spec.fileSystems ?? fileSystemsOf(given.guest),
    hostName: spec.hostName ?? (toolsInstalled ? asHostName(spec.name) : ''),
    extraConfig: {
      'disk.EnableUUID': 'TRUE',
      'pciBridge0.present': 'TRUE',
      'svga.present': 'TRUE',
      ...spec.extraConfig,
    },
    tags: spec.tags ?? [],
    attributes: spec.attributes ?? {},
    annotation: spec.annotation ?? '',
    bootedAt: isOn ? now - 86_400_000 : undefined,
  };
}

function fileSystemsOf(guest: GuestSystemName): readonly FileSystemSpec[] {
  if (guestSystems[guest].inspected.family === 'windows') return [{ path: 'C:\\', type: 'NTFS', freeBytes: 4 * gib }];
  return [
    { path: '/', type: 'xfs', freeBytes: 4 * gib },
    { path: '/boot', type: 'xfs', freeBytes: 600 * 1024 ** 2 },
  ];
}

function asHostName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'localhost'
  );
}

interface ControllerPlace {
  readonly firstKey: number;
  readonly unitsEach: number;
  readonly reservedUnit?: number;
  readonly controllers: number;
}

const controllerPlaces: Readonly<Record<DiskController, ControllerPlace>> = {
  pvscsi: { firstKey: 1000, unitsEach: 16, reservedUnit: 7, controllers: 4 },
  lsilogic: { firstKey: 1000, unitsEach: 16, reservedUnit: 7, controllers: 4 },
  lsisas: { firstKey: 1000, unitsEach: 16, reservedUnit: 7, controllers: 4 },
  ahci: { firstKey: 15000, unitsEach: 30, controllers: 4 },
  nvme: { firstKey: 31000, unitsEach: 15, controllers: 4 },
  ide: { firstKey: 200, unitsEach: 2, controllers: 2 },
};

/** First device key of the disks of a bus, as vSphere numbers them. */
const firstDiskKey: Readonly<Record<number, number>> = { 1000: 2000, 15000: 16000, 31000: 32000, 200: 3000 };

function disksOf(spec: VmSpec, placement: Placement): Disk[] {
  const used = new Map<number, number>();
  const defaultController = spec.guest?.startsWith('win') ? 'lsisas' : 'pvscsi';
  return (spec.disks ?? []).map((disk, index) =>
    diskOf({ spec, disk, index, controller: disk.controller ?? defaultController, used, placement }),
  );
}

interface DiskInput {
  readonly spec: VmSpec;
  readonly disk: DiskSpec;
  readonly index: number;
  readonly controller: DiskController;
  /** Units given out so far, by first controller key. */
  readonly used: Map<number, number>;
  readonly placement: Placement;
}

/** The disk that a machine gets as its `index`-th. */
export function diskOf(input: DiskInput): Disk {
  const { index, placement, controller } = input;
  const disk = { mode: 'persistent', sharing: 'sharingNone', encrypted: false, lost: false, ...input.disk } as const;
  const original = disk.of && placement.machine(disk.of.vm).disks[disk.of.disk];
  const { datastore, capacityBytes, content } = original ?? {
    datastore: placement.datastore(disk.datastore),
    capacityBytes: disk.capacityBytes,
    content: disk.rdm ? undefined : contentOf(input.spec, disk, index, placement),
  };
  const made: Disk = {
    ...takeUnit(controller, input.used),
    controller,
    uuid: seededUuid(`${placement.seed}/${placement.id}/disk/${index}`).replace(/^..../, '6000'),
    datastore,
    capacityBytes,
    ...filesOf(input, original),
    mode: disk.mode,
    sharing: disk.sharing,
    encrypted: disk.encrypted,
    lost: disk.lost,
    rdm: disk.rdm,
    tracked: disk.changeTracking ?? true,
    epochs: 0,
    content,
  };
  if (input.spec.changeTracking && made.tracked && takesPart(made)) startTracking(made);
  return made;
}

/** Base first, then the delta of a linked clone. */
function filesOf(
  { disk, index, placement }: DiskInput,
  original: Disk | undefined,
): { files: string[]; frozen: FrozenFile[] } {
  const own = `${placement.directory}/${placement.directory}${index === 0 ? '' : `_${index}`}.vmdk`;
  if (original === undefined) return { files: [own], frozen: [] };
  if (!disk.of?.linked) return { files: [...original.files], frozen: [...original.frozen] };
  return { files: [...original.files, own], frozen: original.files.map(() => ({ tick: 0 })) };
}

function takeUnit(controller: DiskController, used: Map<number, number>) {
  const place = controllerPlaces[controller];
  let slot = used.get(place.firstKey) ?? 0;
  if (slot % place.unitsEach === place.reservedUnit) slot += 1;
  used.set(place.firstKey, slot + 1);
  const number = Math.floor(slot / place.unitsEach);
  const unit = slot % place.unitsEach;
  return { controllerKey: place.firstKey + number, unit, key: (firstDiskKey[place.firstKey] ?? 2000) + slot };
}

/** The bytes of a machine's disk, from what is known without a running vCenter. */
export function contentOf(
  spec: VmSpec,
  disk: DiskSpec,
  index: number,
  of: { readonly seed: string; readonly id: string },
): DiskContentSpec {
  const system = guestSystems[spec.guest ?? 'rhel9'];
  const root = system.inspected.family === 'windows' ? 'C:\\' : '/';
  return {
    // Ciphertext: reading the flat file of an encrypted disk gives nothing that could be used.
    seed: disk.encrypted ? `${of.seed}/encrypted` : of.seed,
    machine: of.id,
    disk: index,
    capacityBytes: disk.capacityBytes,
    dataBytes: disk.dataBytes ?? Math.min(disk.capacityBytes, 1024 * 1024),
    guest:
      index === 0 && !disk.encrypted
        ? { ...system.inspected, firmware: spec.firmware === 'efi' ? 'uefi' : 'bios', freeSpace: { [root]: 4 * gib } }
        : undefined,
  };
}

function nicOf(nic: NicSpec, index: number, placement: Placement): Nic {
  const hex = seededHex(`${placement.seed}/${placement.id}/nic/${index}`, 6);
  // The range that vCenter assigns from: 00:50:56:80-bf.
  const fourth = (0x80 | (parseInt(hex.slice(0, 2), 16) & 0x3f)).toString(16);
  return {
    key: 4000 + index,
    mac: nic.mac ?? `00:50:56:${fourth}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`,
    model: nic.model ?? 'vmxnet3',
    network: placement.network(nic.network),
    connected: nic.connected ?? true,
    address: nic.address,
  };
}
