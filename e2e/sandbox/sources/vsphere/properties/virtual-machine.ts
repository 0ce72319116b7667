import type { VirtualMachine } from '../entities.ts';
import { guestSystems } from '../guest-systems.ts';
import { devicesOf, keyId } from '../devices.ts';
import type { ChangeIds } from '../devices.ts';
import type { Value } from '../values.ts';
import { anyOf, data, dateTime, enumeration, list, long, reference, references } from '../values.ts';
import { guestInfo, guestSummary } from './guest.ts';
import type { PropertyContext, PropertyTable } from './property-table.ts';
import { managedEntity, referencesTo } from './property-table.ts';
import { snapshotInfo } from './snapshot-tree.ts';

const unset = () => undefined;

export const virtualMachine: PropertyTable<VirtualMachine> = {
  ...managedEntity,
  config: machineConfig,
  runtime,
  summary,
  guest: guestInfo,
  snapshot: snapshotInfo,
  layoutEx,
  resourcePool: (vm) => (vm.template ? undefined : reference('ResourcePool', vm.resourcePool)),
  datastore: (vm, { inventory }) => referencesTo([...new Set(vm.disks.map((disk) => disk.datastore))], inventory),
  network: (vm, { inventory }) => referencesTo([...new Set(vm.nics.map((nic) => nic.network))], inventory),
  availableField: (_vm, { inventory }) => list('CustomFieldDef', inventory.attributeNames.map(fieldDefinition)),
  customValue: customValues,
  guestHeartbeatStatus: (vm) => enumeration('ManagedEntityStatus', vm.toolsRunning ? 'green' : 'gray'),
  rootSnapshot: (vm) => references(vm.snapshots.slice(0, 1).map(({ id }) => reference('VirtualMachineSnapshot', id))),
  capability: unset,
  environmentBrowser: unset,
  layout: unset,
  parentVApp: unset,
  resourceConfig: unset,
  storage: unset,
};

/** Of a machine as it is or, with the ids of its disks' states, as a snapshot has it. */
export function machineConfig(vm: VirtualMachine, context: PropertyContext, changeIds?: ChangeIds): Value {
  const system = guestSystems[vm.guest];
  return data('VirtualMachineConfigInfo', {
    changeVersion: String(context.inventory.revisionOf(vm.id)),
    modified: dateTime(0),
    name: vm.name,
    guestFullName: system.fullName,
    version: 'vmx-19',
    uuid: vm.uuid,
    instanceUuid: vm.instanceUuid,
    template: vm.template,
    guestId: system.guestId,
    alternateGuestName: '',
    annotation: vm.annotation,
    files: filesOf(vm, context),
    hardware: data('VirtualHardware', {
      numCPU: vm.cpus,
      numCoresPerSocket: vm.coresPerSocket,
      memoryMB: vm.memoryMB,
      virtualICH7MPresent: false,
      virtualSMCPresent: false,
      device: devicesOf(vm, context.inventory, changeIds),
    }),
    memoryHotAddEnabled: false,
    cpuHotAddEnabled: vm.cpuHotAdd,
    cpuHotRemoveEnabled: false,
    cpuAffinity:
      vm.cpuAffinity.length === 0
        ? undefined
        : data('VirtualMachineAffinityInfo', { affinitySet: list('Int', vm.cpuAffinity) }),
    ftInfo: vm.faultTolerance
      ? data('FaultToleranceConfigInfo', { role: 1, instanceUuids: list('String', [vm.instanceUuid]) })
      : undefined,
    extraConfig: extraConfig(vm),
    bootOptions: data('VirtualMachineBootOptions', {
      bootDelay: long(0),
      enterBIOSSetup: false,
      efiSecureBootEnabled: vm.secureBoot,
      bootRetryEnabled: false,
      bootRetryDelay: long(10_000),
    }),
    changeTrackingEnabled: vm.changeTracking,
    firmware: vm.firmware,
    nestedHVEnabled: false,
    keyId: vm.disks.some((disk) => disk.encrypted) ? keyId() : undefined,
  });
}

const firstAttributeKey = 101;

function fieldDefinition(name: string, index: number): Value {
  const type = { kind: 'scalar', type: 'xsd:string', text: 'string' } as const;
  return data('CustomFieldDef', {
    key: firstAttributeKey + index,
    name,
    type,
    managedObjectType: 'VirtualMachine',
  });
}

function customValues(vm: VirtualMachine, { inventory }: PropertyContext): Value {
  return list(
    'CustomFieldValue',
    Object.entries(vm.attributes).map(([name, value]) =>
      data('CustomFieldStringValue', { key: firstAttributeKey + inventory.attributeNames.indexOf(name), value }),
    ),
  );
}

function filesOf(vm: VirtualMachine, context: PropertyContext): Value {
  const directory = `[${homeDatastore(vm, context)}] ${vm.directory}/`;
  return data('VirtualMachineFileInfo', {
    vmPathName: vmPathName(vm, context),
    snapshotDirectory: directory,
    suspendDirectory: directory,
    logDirectory: directory,
  });
}

function vmPathName(vm: VirtualMachine, context: PropertyContext): string {
  return `[${homeDatastore(vm, context)}] ${vm.directory}/${vm.directory}.${vm.template ? 'vmtx' : 'vmx'}`;
}

function homeDatastore(vm: VirtualMachine, { inventory }: PropertyContext): string {
  const id = vm.disks[0]?.datastore ?? inventory.of(vm.datacenter, 'Datacenter').datastores[0] ?? '';
  return inventory.of(id, 'Datastore').name;
}

function extraConfig(vm: VirtualMachine): Value {
  const tracked = vm.changeTracking
    ? vm.disks
        .filter((disk) => disk.tracked)
        .map((disk): [string, string] => [`${busName(disk.controllerKey)}:${disk.unit}.ctkEnabled`, 'TRUE'])
    : [];
  const entries: [string, string][] = [...Object.entries(vm.extraConfig), ...tracked];
  if (vm.changeTracking) entries.push(['ctkEnabled', 'TRUE']);
  return list(
    'OptionValue',
    entries.map(([key, value]) => data('OptionValue', { key, value: anyOf(value) })),
  );
}

const buses: readonly { readonly first: number; readonly name: string }[] = [
  { first: 31000, name: 'nvme' },
  { first: 15000, name: 'sata' },
  { first: 1000, name: 'scsi' },
  { first: 200, name: 'ide' },
];

function busName(controllerKey: number): string {
  const bus = buses.find((candidate) => controllerKey >= candidate.first);
  return `${bus?.name ?? 'scsi'}${controllerKey - (bus?.first ?? 1000)}`;
}

function runtime(vm: VirtualMachine): Value {
  return data('VirtualMachineRuntimeInfo', {
    host: reference('HostSystem', vm.host),
    connectionState: enumeration('VirtualMachineConnectionState', 'connected'),
    powerState: enumeration('VirtualMachinePowerState', vm.power),
    faultToleranceState: enumeration('VirtualMachineFaultToleranceState', 'notConfigured'),
    toolsInstallerMounted: false,
    bootTime: vm.bootedAt === undefined ? undefined : dateTime(vm.bootedAt),
    suspendInterval: long(0),
    maxCpuUsage: vm.power === 'poweredOn' ? vm.cpus * 2400 : undefined,
    maxMemoryUsage: vm.power === 'poweredOn' ? vm.memoryMB : undefined,
    numMksConnections: 0,
    recordReplayState: enumeration('VirtualMachineRecordReplayState', 'inactive'),
    onlineStandby: false,
    consolidationNeeded: vm.consolidationNeeded,
  });
}

function summary(vm: VirtualMachine, context: PropertyContext): Value {
  const system = guestSystems[vm.guest];
  return data('VirtualMachineSummary', {
    vm: reference('VirtualMachine', vm.id),
    runtime: runtime(vm),
    guest: guestSummary(vm),
    config: data('VirtualMachineConfigSummary', {
      name: vm.name,
      template: vm.template,
      vmPathName: vmPathName(vm, context),
      memorySizeMB: vm.memoryMB,
      cpuReservation: 0,
      memoryReservation: 0,
      numCpu: vm.cpus,
      numEthernetCards: vm.nics.length,
      numVirtualDisks: vm.disks.length,
      uuid: vm.uuid,
      instanceUuid: vm.instanceUuid,
      guestId: system.guestId,
      guestFullName: system.fullName,
      annotation: vm.annotation,
      tpmPresent: vm.tpm,
      numVmiopBackings: 0,
    }),
    storage: data('VirtualMachineStorageSummary', {
      committed: long(sum(vm.disks.map((disk) => disk.content?.dataBytes ?? 0))),
      uncommitted: long(sum(vm.disks.map((disk) => disk.capacityBytes - (disk.content?.dataBytes ?? 0)))),
      unshared: long(sum(vm.disks.map((disk) => disk.content?.dataBytes ?? 0))),
      timestamp: dateTime(0),
    }),
    quickStats: data('VirtualMachineQuickStats', {
      guestMemoryUsage: vm.toolsRunning ? Math.floor(vm.memoryMB / 4) : 0,
      guestHeartbeatStatus: enumeration('ManagedEntityStatus', vm.toolsRunning ? 'green' : 'gray'),
      privateMemory: 0,
      sharedMemory: 0,
      swappedMemory: 0,
      balloonedMemory: 0,
      consumedOverheadMemory: 0,
    }),
    overallStatus: enumeration('ManagedEntityStatus', 'green'),
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function layoutEx(vm: VirtualMachine, context: PropertyContext): Value {
  const paths = [
    { name: vmPathName(vm, context), type: 'config', size: 3000 },
    ...vm.disks.flatMap((disk) => {
      const datastore = context.inventory.of(disk.datastore, 'Datastore').name;
      return disk.files.map((file) => ({ name: `[${datastore}] ${file}`, type: 'diskDescriptor', size: 500 }));
    }),
  ];
  const file = paths.map((path, key) =>
    data('VirtualMachineFileLayoutExFileInfo', {
      key,
      name: path.name,
      type: path.type,
      size: long(path.size),
      uniqueSize: long(path.size),
      accessible: true,
    }),
  );
  return data('VirtualMachineFileLayoutEx', {
    file: list('VirtualMachineFileLayoutExFileInfo', file),
    timestamp: dateTime(0),
  });
}
