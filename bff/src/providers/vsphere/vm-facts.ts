import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { noDevices, readDevices } from './devices.ts';
import type { Devices, DiskDevice, NicDevice } from './devices.ts';
import { readGuestDisks, readGuestIpStacks, readGuestNetworks } from './guest.ts';
import { isTrueAt, numberAt, refOf, refsOf } from './values.ts';
import type { Ref } from './values.ts';
import type { DiskModel, NicModel, VmModel } from './vm-model.ts';

type Plain = Omit<
  VmModel,
  'id' | 'disks' | 'nics' | 'devices' | 'tags' | 'own' | 'numaNodeAffinity' | 'diskEnableUuid' | 'guestId'
>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What is known of a machine, kept apart as it arrives, one property at a time. */
export interface VmFacts extends Writable<Plain> {
  devices: Devices;
  /** Only the keys that are read below, in lower case. */
  extraConfig: Readonly<Record<string, string>>;
  snapshots: number;
  encrypted: boolean;
  configuredGuestId: string;
  reportedGuestId: string;
}

/** A guest that is silent when everything is told anew keeps what it told before. */
export function newVmFacts(before?: VmFacts): VmFacts {
  return {
    name: '',
    parent: { kind: 'Folder', id: '' },
    isTemplate: false,
    powerState: '',
    connectionState: '',
    host: '',
    networks: [],
    uuid: '',
    instanceUuid: '',
    firmware: '',
    secureBoot: false,
    changeTrackingEnabled: false,
    consolidationNeeded: false,
    cpuAffinity: [],
    cpuHotAddEnabled: false,
    cpuHotRemoveEnabled: false,
    memoryHotAddEnabled: false,
    faultToleranceEnabled: false,
    cpuCount: 0,
    coresPerSocket: 1,
    memoryMB: 0,
    guestName: '',
    guestNameFromVmwareTools: '',
    hostName: '',
    balloonedMemory: 0,
    ipAddress: '',
    storageUsed: 0,
    tpmEnabled: false,
    guestNetworks: before?.guestNetworks ?? [],
    guestDisks: before?.guestDisks ?? [],
    guestIpStacks: before?.guestIpStacks ?? [],
    toolsStatus: '',
    toolsRunningStatus: '',
    toolsVersionStatus2: '',
    nestedHVEnabled: false,
    customDef: [],
    customValues: [],
    devices: noDevices,
    extraConfig: {},
    snapshots: 0,
    encrypted: false,
    configuredGuestId: '',
    reportedGuestId: before?.reportedGuestId ?? '',
  };
}

type Apply = (facts: VmFacts, value: XmlElement | undefined) => void;
type KeysOf<T> = {
  [K in keyof VmFacts]-?: VmFacts[K] extends T ? (T extends VmFacts[K] ? K : never) : never;
}[keyof VmFacts];

function text(key: KeysOf<string>): Apply {
  return (facts, value) => (facts[key] = textAt(value));
}

function flag(key: KeysOf<boolean>): Apply {
  return (facts, value) => (facts[key] = isTrueAt(value));
}

function count(key: KeysOf<number>): Apply {
  return (facts, value) => (facts[key] = numberAt(value));
}

/** What each property of a VirtualMachine says. */
export const vmProperties: Readonly<Record<string, Apply>> = {
  name: (facts, value) => (facts.name = unescapedName(textAt(value))),
  parent: (facts, value) => (facts.parent = refOf(value) ?? { kind: 'Folder', id: '' }),
  network: (facts, value) => (facts.networks = refsOf(value)),
  snapshot: (facts, value) => {
    const current = refOf(child(value, 'currentSnapshot'));
    if (current === undefined) delete facts.snapshot;
    else facts.snapshot = current;
    facts.snapshots = countSnapshots(childrenOf(value, 'rootSnapshotList'));
  },
  availableField: (facts, value) =>
    (facts.customDef = childrenOf(value, 'CustomFieldDef').map((each) => ({
      key: numberAt(each, 'key'),
      name: textAt(each, 'name'),
    }))),
  customValue: (facts, value) =>
    (facts.customValues = childrenOf(value, 'CustomFieldValue').map((each) => ({
      key: numberAt(each, 'key'),
      value: textAt(each, 'value'),
    }))),
  'config.uuid': text('uuid'),
  'config.instanceUuid': text('instanceUuid'),
  'config.firmware': text('firmware'),
  'config.keyId': (facts, value) => (facts.encrypted = value !== undefined),
  'config.ftInfo': (facts, value) => (facts.faultToleranceEnabled = value !== undefined),
  'config.cpuAffinity': (facts, value) =>
    (facts.cpuAffinity = childrenOf(value, 'affinitySet').map((each) => numberAt(each))),
  'config.bootOptions': (facts, value) => (facts.secureBoot = isTrueAt(value, 'efiSecureBootEnabled')),
  'config.cpuHotAddEnabled': flag('cpuHotAddEnabled'),
  'config.cpuHotRemoveEnabled': flag('cpuHotRemoveEnabled'),
  'config.memoryHotAddEnabled': flag('memoryHotAddEnabled'),
  'config.hardware.numCPU': count('cpuCount'),
  'config.hardware.numCoresPerSocket': (facts, value) => (facts.coresPerSocket = numberAt(value) || 1),
  'config.hardware.memoryMB': count('memoryMB'),
  'config.hardware.device': (facts, value) => (facts.devices = readDevices(value)),
  'config.extraConfig': (facts, value) => (facts.extraConfig = readExtraConfig(value)),
  'config.nestedHVEnabled': flag('nestedHVEnabled'),
  'config.template': flag('isTemplate'),
  'config.changeTrackingEnabled': flag('changeTrackingEnabled'),
  // A guest that went silent keeps the addresses it last told of.
  'guest.net': (facts, value) => keep(readGuestNetworks(value), (read) => (facts.guestNetworks = read)),
  'guest.ipStack': (facts, value) => keep(readGuestIpStacks(value), (read) => (facts.guestIpStacks = read)),
  'guest.disk': (facts, value) => keep(readGuestDisks(value), (read) => (facts.guestDisks = read)),
  'guest.hostName': text('hostName'),
  'guest.guestFullName': text('guestNameFromVmwareTools'),
  'guest.toolsStatus': text('toolsStatus'),
  'guest.toolsRunningStatus': text('toolsRunningStatus'),
  'guest.toolsVersionStatus2': text('toolsVersionStatus2'),
  'summary.guest.guestId': (facts, value) => (facts.reportedGuestId = textAt(value) || facts.reportedGuestId),
  'summary.guest.ipAddress': text('ipAddress'),
  'summary.config.guestId': text('configuredGuestId'),
  'summary.config.guestFullName': text('guestName'),
  'summary.config.tpmPresent': flag('tpmEnabled'),
  'summary.quickStats.balloonedMemory': count('balloonedMemory'),
  'summary.storage.committed': count('storageUsed'),
  'runtime.host': (facts, value) => (facts.host = refOf(value)?.id ?? ''),
  'runtime.powerState': text('powerState'),
  'runtime.connectionState': text('connectionState'),
  'runtime.consolidationNeeded': flag('consolidationNeeded'),
};

export function buildVm(id: string, facts: VmFacts): VmModel {
  const { devices, extraConfig, snapshots, encrypted, configuredGuestId, reportedGuestId, ...plain } = facts;
  const affinity = extraConfig['numa.nodeaffinity'];
  return {
    id,
    ...plain,
    guestId: configuredGuestId || reportedGuestId,
    disks: devices.disks.map((device) => joinDisk(device, facts)),
    nics: devices.nics.map((device, order) => joinNic(device, order, facts)),
    devices: devices.notable,
    numaNodeAffinity: affinity === undefined || affinity === '' ? [] : affinity.split(','),
    diskEnableUuid: /^true$/i.test(extraConfig['disk.enableuuid'] ?? ''),
    // Joined when they are known: no property tells them.
    tags: [],
    own: { snapshots, encrypted, attributes: attributesOf(facts) },
  };
}

/** Values whose attribute is not defined any more are left out. */
function attributesOf({ customDef, customValues }: VmFacts): Readonly<Record<string, string>> {
  const names = new Map(customDef.map(({ key, name }) => [key, name]));
  return Object.fromEntries(
    customValues.flatMap(({ key, value }) => {
      const name = names.get(key);
      return name === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
}

function joinDisk(device: DiskDevice, { extraConfig, guestDisks }: VmFacts): DiskModel {
  const { address, ...disk } = device;
  const volume = guestDisks.find((each) => each.key === disk.key && /^[a-z]:/i.test(each.diskPath));
  return {
    ...disk,
    winDriveLetter: volume?.diskPath.slice(0, 1).toLowerCase() ?? '',
    changeTrackingEnabled: /^true$/i.test(extraConfig[`${address}.ctkenabled`] ?? ''),
  };
}

/** A device on an opaque network names no managed object; where the machine has only one network, it is that. */
function joinNic(device: NicDevice, order: number, { networks }: VmFacts): NicModel {
  const { network, opaque, ...nic } = device;
  const only = opaque && networks.length === 1 ? networks[0] : undefined;
  return { ...nic, order, network: only ?? network ?? noNetwork };
}

const noNetwork: Ref = { kind: 'Network', id: '' };

function keep<T>(read: readonly T[], assign: (read: readonly T[]) => void): void {
  if (read.length > 0) assign(read);
}

function countSnapshots(trees: readonly XmlElement[]): number {
  return trees.reduce((sum, tree) => sum + 1 + countSnapshots(childrenOf(tree, 'childSnapshotList')), 0);
}

const wantedKeys = /^(numa\.nodeaffinity|disk\.enableuuid|(scsi|sata|ide|nvme)\d+:\d+\.ctkenabled)$/;

function readExtraConfig(array: XmlElement | undefined): Readonly<Record<string, string>> {
  const pairs = childrenOf(array, 'OptionValue').flatMap((each) => {
    const key = textAt(each, 'key').toLowerCase();
    return wantedKeys.test(key) ? [[key, textAt(each, 'value')] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** vCenters write `/`, `\` and `%` in names as escapes of URLs. */
export function unescapedName(name: string): string {
  return name.replace(/%(2f|5c|25)/gi, (found) => decodeURIComponent(found));
}
