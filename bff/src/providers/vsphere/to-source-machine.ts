import type {
  GuestAddress,
  PowerState,
  SourceDisk,
  SourceMachine,
  SourceNic,
  SourceShape,
} from '../../machine/source-machine.ts';
import type { DiskModel, GuestNetworkModel, NicModel, VmModel } from './vm-model.ts';

/** What stands around a machine in the vCenter's tree. */
export interface Surroundings {
  /** `/dc/vm/folder/name` */
  readonly path: string;
  readonly host?: HostPlace;
}

export interface HostPlace {
  readonly id: string;
  readonly name: string;
  /** `/dc/cluster/host`, without the folder that vCenters keep hosts in. */
  readonly path: string;
  readonly inMaintenance: boolean;
  readonly timezone: string;
}

export function toSourceMachine(vm: VmModel, { path, host }: Surroundings): SourceMachine {
  return {
    id: vm.id,
    name: vm.name,
    uuid: vm.uuid,
    ...(vm.instanceUuid === '' ? {} : { instanceUuid: vm.instanceUuid }),
    isTemplate: vm.isTemplate,
    power: powerState(vm.powerState),
    ...(host && { host: { id: host.id, name: host.name, path: host.path, inMaintenance: host.inMaintenance } }),
    path,
    firmware: { type: vm.firmware === 'efi' ? 'efi' : 'bios', secureBoot: vm.secureBoot },
    tpm: vm.tpmEnabled,
    cpu: { sockets: Math.max(1, Math.floor(vm.cpuCount / vm.coresPerSocket)), coresPerSocket: vm.coresPerSocket },
    memoryBytes: vm.memoryMB * 1024 * 1024,
    nestedVirtualization: vm.nestedHVEnabled,
    guest: {
      id: vm.guestId,
      name: vm.guestNameFromVmwareTools || vm.guestName,
      family: guestFamily(vm.guestId, vm.guestNameFromVmwareTools || vm.guestName),
      ...(vm.hostName === '' ? {} : { hostName: vm.hostName }),
      tools: toolsState(vm),
      addresses: vm.guestNetworks.map((network) => address(network, vm)),
    },
    ...(host?.timezone ? { timezone: host.timezone } : {}),
    nics: vm.nics.map(nic),
    disks: vm.disks.map(disk),
    snapshots: vm.own.snapshots,
    consolidationNeeded: vm.consolidationNeeded,
    changeTracking: vm.changeTrackingEnabled,
    ...(vm.tags.length > 0 && {
      tags: vm.tags.map(({ category, name, description }) => ({ category, name, description })),
    }),
    ...(Object.keys(vm.own.attributes).length > 0 && { attributes: vm.own.attributes }),
    shapes: shapesOf(vm),
  };
}

const powerStates: Readonly<Record<string, PowerState>> = {
  poweredOn: 'On',
  poweredOff: 'Off',
  suspended: 'Suspended',
};

export function powerState(native: string): PowerState {
  return powerStates[native] ?? 'Unknown';
}

const families: readonly (readonly [RegExp, SourceMachine['guest']['family']])[] = [
  [/darwin|mac ?os|freebsd|solaris|netware|vmkernel/i, 'other'],
  [/^win|windows/i, 'windows'],
  [
    /linux|rhel|red ?hat|centos|fedora|sles|suse|ubuntu|debian|oracle|photon|coreos|rocky|alma|asianux|amazon/i,
    'linux',
  ],
];

function guestFamily(id: string, name: string): SourceMachine['guest']['family'] {
  return (
    families.find(([pattern]) => pattern.test(id))?.[1] ??
    families.find(([pattern]) => pattern.test(name))?.[1] ??
    'other'
  );
}

function toolsState({
  toolsRunningStatus,
  toolsStatus,
  toolsVersionStatus2,
}: VmModel): SourceMachine['guest']['tools'] {
  if (toolsRunningStatus === 'guestToolsRunning') return 'running';
  if (toolsStatus === 'toolsNotInstalled' || toolsVersionStatus2 === 'guestToolsNotInstalled') return 'notInstalled';
  return toolsRunningStatus === '' ? 'unknown' : 'notRunning';
}

function address(network: GuestNetworkModel, { guestIpStacks }: VmModel): GuestAddress {
  const isIpv6 = network.ip.includes(':');
  const gateway = guestIpStacks.find(
    (route) =>
      route.device === network.device &&
      route.prefix === 0 &&
      route.gateway !== '' &&
      route.gateway.includes(':') === isIpv6,
  );
  return {
    mac: network.mac,
    ip: network.ip,
    prefix: network.prefix,
    ...(network.origin === '' ? {} : { origin: network.origin }),
    ...(gateway && { gateway: gateway.gateway }),
    dns: network.dns,
  };
}

function nic(model: NicModel): SourceNic {
  return {
    key: String(model.deviceKey),
    mac: model.mac,
    networkId: model.network.id,
    model: model.own.model,
    startConnected: model.startConnected,
  };
}

function disk(model: DiskModel, index: number): SourceDisk {
  return {
    key: String(model.key),
    index,
    file: model.file,
    baseFile: model.own.baseFile,
    storageId: model.datastore.id,
    capacityBytes: model.capacity,
    bus: model.bus,
    controllerKey: model.controllerKey,
    unit: model.unitNumber,
    ...(model.serial === '' ? {} : { serial: model.serial }),
    ...(model.winDriveLetter === '' ? {} : { driveLetter: model.winDriveLetter }),
    shared: model.shared,
    rdm: model.rdm,
    mode: model.mode,
    changeTracking: model.changeTrackingEnabled,
  };
}

type ShapeRule = (disk: DiskModel, vm: VmModel) => Omit<SourceShape, 'disk'> | undefined;

/** What bars a path from copying a disk faithfully; one rule each. */
const diskShapes: readonly ShapeRule[] = [
  ({ own, file }) => (own.encrypted ? { kind: 'encrypted', detail: `${file} is encrypted.` } : undefined),
  ({ rdm, physicalMode, file }) =>
    rdm && physicalMode ? { kind: 'rdm', detail: `${file} maps a raw device in physical mode.` } : undefined,
  ({ rdm, physicalMode, file }) =>
    rdm && !physicalMode
      ? { kind: 'virtualRdm', detail: `${file} maps a raw device, which only a raw copy with rdmAsLun can take over.` }
      : undefined,
  ({ parent, file }, { own }) =>
    parent !== '' && own.snapshots > 0
      ? { kind: 'delta', detail: `${file} holds only what changed since a snapshot of ${parent}.` }
      : undefined,
  ({ parent, file }, { own }) =>
    parent !== '' && own.snapshots === 0
      ? { kind: 'linkedClone', detail: `${file} holds only its difference to ${parent}.` }
      : undefined,
  ({ mode, file }) =>
    mode.startsWith('independent')
      ? { kind: 'independent', detail: `${file} is ${mode}, so snapshots leave it out.` }
      : undefined,
  ({ shared, file }) =>
    shared ? { kind: 'shared', detail: `${file} may be written by several machines.` } : undefined,
];

function shapesOf(vm: VmModel): readonly SourceShape[] {
  const ofMachine: SourceShape[] = vm.own.encrypted ? [{ kind: 'encrypted', detail: 'The machine is encrypted.' }] : [];
  const ofDisks = vm.disks.flatMap((each) =>
    diskShapes.flatMap((rule) => {
      const shape = rule(each, vm);
      return shape === undefined ? [] : [{ ...shape, disk: String(each.key) }];
    }),
  );
  return [...ofMachine, ...ofDisks];
}
