import type { Disk, Nic, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import type { Inventory } from './inventory.ts';
import type { DiskController } from './model-spec.ts';
import type { Fields, Value } from './values.ts';
import { data, enumeration, list, long, reference } from './values.ts';

const controllerTypes: Readonly<Record<DiskController, { readonly type: string; readonly label: string }>> = {
  pvscsi: { type: 'ParaVirtualSCSIController', label: 'SCSI controller' },
  lsilogic: { type: 'VirtualLsiLogicController', label: 'SCSI controller' },
  lsisas: { type: 'VirtualLsiLogicSASController', label: 'SCSI controller' },
  ahci: { type: 'VirtualAHCIController', label: 'SATA controller' },
  nvme: { type: 'VirtualNVMEController', label: 'NVME controller' },
  ide: { type: 'VirtualIDEController', label: 'IDE' },
};

/** First keys of the controllers, to number them in labels. */
const firstControllerKeys = [200, 1000, 15000, 31000];

/** Ids of frozen states, by the keys of their disks. */
export type ChangeIds = ReadonlyMap<number, string>;

/** `config.hardware.device`; change ids are known of disks in a snapshot only. */
export function devicesOf(vm: VirtualMachine, inventory: Inventory, changeIds: ChangeIds = new Map()): Value {
  const devices: Value[] = [
    device('VirtualPCIController', 100, 'PCI controller 0', { busNumber: 0 }),
    device('VirtualPS2Controller', 300, 'PS2 controller 0', { busNumber: 0 }),
    device('VirtualSIOController', 400, 'SIO controller 0', { busNumber: 0 }),
    device('VirtualKeyboard', 600, 'Keyboard', { controllerKey: 300, unitNumber: 0 }),
    device('VirtualPointingDevice', 700, 'Pointing device', { controllerKey: 300, unitNumber: 1 }),
    device('VirtualMachineVideoCard', 500, 'Video card', {
      controllerKey: 100,
      unitNumber: 0,
      videoRamSizeInKB: long(4096),
    }),
    ...controllersOf(vm),
    ...vm.disks.map((disk, index) =>
      diskDevice(disk, index, backingOf(disk, disk.files.length - 1, inventory, changeIds)),
    ),
    ...vm.nics.map((nic, index) => nicDevice(nic, index, inventory)),
  ];
  devices.push(...vm.devices.map((type, index) => device(type, 13_000 + index, type, { controllerKey: 100 })));
  if (vm.tpm) devices.push(device('VirtualTPM', 11000, 'Virtual TPM', { controllerKey: 100, unitNumber: 20 }));
  return list('VirtualDevice', devices);
}

function device(type: string, key: number, label: string, fields: Fields): Value {
  return data(type, { key, deviceInfo: data('Description', { label, summary: label }), ...fields });
}

function controllersOf(vm: VirtualMachine): Value[] {
  const found = new Map<number, Disk[]>();
  for (const disk of vm.disks) found.set(disk.controllerKey, [...(found.get(disk.controllerKey) ?? []), disk]);
  return [...found].map(([key, disks]) => {
    const kind = controllerTypes[disks[0]?.controller ?? 'pvscsi'];
    const first = firstControllerKeys.findLast((candidate) => candidate <= key) ?? key;
    const isScsi = first === 1000;
    return device(kind.type, key, `${kind.label} ${key - first}`, {
      controllerKey: first === 200 ? undefined : 100,
      unitNumber: first === 200 ? undefined : 3 + key - first,
      busNumber: key - first,
      device: list(
        'Int',
        disks.map((disk) => disk.key),
      ),
      hotAddRemove: isScsi ? true : undefined,
      sharedBus: isScsi ? enumeration('VirtualSCSISharing', 'noSharing') : undefined,
      scsiCtlrUnitNumber: isScsi ? 7 : undefined,
    });
  });
}

function diskDevice(disk: Disk, index: number, backing: Value): Value {
  const kib = Math.ceil(disk.capacityBytes / 1024);
  return device('VirtualDisk', disk.key, `Hard disk ${index + 1}`, {
    backing,
    controllerKey: disk.controllerKey,
    unitNumber: disk.unit,
    capacityInKB: long(kib),
    capacityInBytes: long(disk.capacityBytes),
    diskObjectId: `1-${disk.key}`,
    nativeUnmanagedLinkedClone: false,
  });
}

function backingOf(disk: Disk, position: number, inventory: Inventory, changeIds?: ChangeIds): Value {
  const datastore = inventory.of(disk.datastore, 'Datastore');
  const file: Fields = {
    fileName: `[${datastore.name}] ${disk.files[position] ?? ''}`,
    datastore: disk.lost ? undefined : reference('Datastore', disk.datastore),
    backingObjectId: '',
  };
  if (disk.rdm) return data('VirtualDiskRawDiskMappingVer1BackingInfo', { ...file, ...rawDevice(disk, disk.rdm) });
  return data('VirtualDiskFlatVer2BackingInfo', {
    ...file,
    diskMode: disk.mode,
    split: false,
    writeThrough: false,
    thinProvisioned: true,
    uuid: disk.uuid,
    contentId: disk.uuid.replaceAll('-', ''),
    changeId: changeIds?.get(disk.key),
    parent: position > 0 ? backingOf(disk, position - 1, inventory) : undefined,
    digestEnabled: false,
    sharing: disk.sharing,
    keyId: disk.encrypted ? keyId() : undefined,
  });
}

function rawDevice(disk: Disk, compatibilityMode: string): Fields {
  const lun = disk.uuid.replaceAll('-', '');
  return {
    lunUuid: `0200${lun}`,
    deviceName: `vml.0200${lun}`,
    compatibilityMode,
    diskMode: disk.mode,
    uuid: disk.uuid,
    sharing: disk.sharing,
  };
}

export function keyId(): Value {
  return data('CryptoKeyId', { keyId: 'sandbox-key', providerId: data('KeyProviderId', { id: 'sandbox-kms' }) });
}

const nicTypes = { vmxnet3: 'VirtualVmxnet3', e1000e: 'VirtualE1000e', e1000: 'VirtualE1000' } as const;

function nicDevice(nic: Nic, index: number, inventory: Inventory): Value {
  const network = inventory.get(nic.network);
  const name = network && !isFacility(network) ? network.name : '';
  return device(nicTypes[nic.model], nic.key, `Network adapter ${index + 1}`, {
    backing: nicBacking(nic, name, inventory),
    connectable: data('VirtualDeviceConnectInfo', {
      startConnected: nic.connected,
      allowGuestControl: true,
      connected: nic.connected,
      status: 'ok',
    }),
    slotInfo: data('VirtualDevicePciBusSlotInfo', { pciSlotNumber: pciSlot(index) }),
    controllerKey: 100,
    unitNumber: 7 + index,
    addressType: 'assigned',
    macAddress: nic.mac,
    wakeOnLanEnabled: true,
    uptCompatibilityEnabled: nic.model === 'vmxnet3' ? true : undefined,
  });
}

/** 192, 224, 256 … as vSphere gives them out. */
export function pciSlot(nicIndex: number): number {
  return 192 + 32 * nicIndex;
}

function nicBacking(nic: Nic, name: string, inventory: Inventory): Value {
  const network = inventory.of(nic.network, 'Network', 'OpaqueNetwork', 'DistributedVirtualPortgroup');
  switch (network.type) {
    case 'DistributedVirtualPortgroup':
      return data('VirtualEthernetCardDistributedVirtualPortBackingInfo', {
        port: data('DistributedVirtualSwitchPortConnection', {
          switchUuid: inventory.of(network.switch ?? '', 'VmwareDistributedVirtualSwitch').uuid,
          portgroupKey: network.id,
          portKey: String(nic.key),
        }),
      });
    case 'OpaqueNetwork':
      return data('VirtualEthernetCardOpaqueNetworkBackingInfo', {
        opaqueNetworkId: network.id,
        opaqueNetworkType: 'nsx.LogicalSwitch',
      });
    case 'Network':
      return data('VirtualEthernetCardNetworkBackingInfo', {
        deviceName: name,
        useAutoDetect: false,
        network: reference('Network', nic.network),
      });
  }
}
