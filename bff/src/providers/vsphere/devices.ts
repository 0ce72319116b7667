import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { isTrueAt, numberAt, refOf, typeOf } from './values.ts';
import type { Ref } from './values.ts';
import type { DiskModel, NicModel } from './vm-model.ts';

/** The hardware of a machine, before it is joined with what stands elsewhere in its properties. */
export interface Devices {
  readonly disks: readonly DiskDevice[];
  readonly nics: readonly NicDevice[];
  readonly notable: readonly { readonly kind: string }[];
}

/** `address` is how extra configuration names the disk, `scsi0:1`. */
export type DiskDevice = Omit<DiskModel, 'winDriveLetter' | 'changeTrackingEnabled'> & { readonly address: string };

/** `portgroup` and `opaque` name the network where the device does not refer to it. */
export type NicDevice = Omit<NicModel, 'order' | 'network'> & { readonly network?: Ref; readonly opaque: boolean };

export const noDevices: Devices = { disks: [], nics: [], notable: [] };

const buses: ReadonlyMap<string, DiskModel['bus']> = new Map(
  Object.entries({
    VirtualSCSIController: 'scsi',
    VirtualLsiLogicController: 'scsi',
    VirtualLsiLogicSASController: 'scsi',
    VirtualBusLogicController: 'scsi',
    ParaVirtualSCSIController: 'scsi',
    VirtualSATAController: 'sata',
    VirtualAHCIController: 'sata',
    VirtualIDEController: 'ide',
    VirtualNVMEController: 'nvme',
  } as const),
);

const nicModels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    VirtualE1000: 'e1000',
    VirtualE1000e: 'e1000e',
    VirtualPCNet32: 'pcnet32',
    VirtualVmxnet: 'vmxnet',
    VirtualVmxnet2: 'vmxnet2',
    VirtualVmxnet3: 'vmxnet3',
    VirtualVmxnet3Vrdma: 'vmxnet3',
    VirtualSriovEthernetCard: 'sriov',
  }),
);

/** Devices that the rules about machines ask for. */
const notable = /^Virtual(PCIPassthrough|SriovEthernetCard|USBController|USBXHCIController|USB|TPM)$/;

/** The order in which virt-v2v, through libvirt, sees the buses. */
const busOrder = ['scsi', 'sata', 'ide', 'nvme'];

export function readDevices(array: XmlElement | undefined): Devices {
  const all = childrenOf(array, 'VirtualDevice').map((device) => ({ device, type: typeOf(device) }));
  const controllers = new Map(
    all.flatMap(({ device, type }) => (buses.has(type) ? [[numberAt(device, 'key'), device] as const] : [])),
  );
  return {
    disks: all
      .filter(({ type }) => type === 'VirtualDisk')
      .map(({ device }) => disk(device, controllers.get(numberAt(device, 'controllerKey'))))
      .sort(inLibvirtOrder),
    nics: all
      .flatMap(({ device, type }) => nic(device, nicModels.get(type)) ?? [])
      .sort((a, b) => a.deviceKey - b.deviceKey),
    notable: all.flatMap(({ type }) => (notable.test(type) ? [{ kind: type }] : [])),
  };
}

function inLibvirtOrder(a: DiskDevice, b: DiskDevice): number {
  return (
    busOrder.indexOf(a.bus) - busOrder.indexOf(b.bus) ||
    a.controllerKey - b.controllerKey ||
    a.unitNumber - b.unitNumber ||
    a.key - b.key
  );
}

function disk(device: XmlElement, controller: XmlElement | undefined): DiskDevice {
  const backing = child(device, 'backing');
  const kind = backing === undefined ? '' : typeOf(backing);
  const bus = (controller && buses.get(typeOf(controller))) ?? 'scsi';
  const unitNumber = numberAt(device, 'unitNumber');
  const sharedBus = textAt(controller, 'sharedBus');
  return {
    key: numberAt(device, 'key'),
    unitNumber,
    controllerKey: numberAt(device, 'controllerKey'),
    bus,
    address: `${bus}${numberAt(controller, 'busNumber')}:${unitNumber}`,
    file: fileOf(backing),
    datastore: refOf(child(backing, 'datastore')) ?? { kind: 'Datastore', id: '' },
    capacity: numberAt(device, 'capacityInBytes') || numberAt(device, 'capacityInKB') * 1024,
    shared: textAt(backing, 'sharing') === 'sharingMultiWriter' || /^(physical|virtual)Sharing$/.test(sharedBus),
    rdm: kind.startsWith('VirtualDiskRaw'),
    physicalMode: textAt(backing, 'compatibilityMode') === 'physicalMode',
    mode: textAt(backing, 'diskMode'),
    serial: textAt(backing, 'uuid'),
    parent: fileOf(child(backing, 'parent')),
    deviceName: textAt(device, 'deviceInfo', 'label'),
    vvolId: textAt(backing, 'backingObjectId'),
    lunUuid: textAt(backing, 'lunUuid'),
    own: { baseFile: baseOf(backing), encrypted: child(backing, 'keyId') !== undefined },
  };
}

function fileOf(backing: XmlElement | undefined): string {
  return textAt(backing, 'fileName') || textAt(backing, 'descriptorFileName');
}

function baseOf(backing: XmlElement | undefined): string {
  let base = backing;
  for (let parent = child(base, 'parent'); parent !== undefined; parent = child(base, 'parent')) base = parent;
  return fileOf(base);
}

/** undefined for what is no network adapter. */
function nic(device: XmlElement, model: string | undefined): NicDevice | undefined {
  if (model === undefined) return undefined;
  const backing = child(device, 'backing');
  const portgroup = textAt(backing, 'port', 'portgroupKey');
  const opaque = textAt(backing, 'opaqueNetworkId');
  const network = refOf(child(backing, 'network')) ?? namedNetwork(portgroup || opaque);
  return {
    ...(network && { network }),
    opaque: opaque !== '',
    mac: textAt(device, 'macAddress').toLowerCase(),
    deviceKey: numberAt(device, 'key'),
    startConnected: isTrueAt(device, 'connectable', 'startConnected'),
    own: { model },
  };
}

function namedNetwork(id: string): Ref | undefined {
  return id === '' ? undefined : { kind: 'Network', id };
}
