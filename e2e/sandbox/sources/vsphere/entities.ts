import type { DiskContentSpec } from '../../seeds/disk-content.ts';
import type { GuestSystemName } from './guest-systems.ts';
import type { DiskController, FileSystemSpec, FurtherDevice, VmPower, Works } from './model-spec.ts';
import type { Fields } from './values.ts';

/** The inventory's objects. They are changed only through `Inventory.change`, which tells the property collectors. */
interface Named {
  readonly id: string;
  name: string;
  /** Id of the parent; undefined for the root folder only. */
  parent?: string;
  /** Written `category/tag`; no change of them is told by property collectors. */
  tags?: readonly string[];
}

export interface Folder extends Named {
  readonly type: 'Folder';
  readonly childTypes: readonly string[];
  readonly children: string[];
}

export interface Datacenter extends Named {
  readonly type: 'Datacenter';
  readonly vmFolder: string;
  readonly hostFolder: string;
  readonly networkFolder: string;
  readonly datastoreFolder: string;
  readonly hosts: string[];
  readonly networks: string[];
  readonly datastores: string[];
}

export interface Cluster extends Named {
  readonly type: 'ClusterComputeResource' | 'ComputeResource';
  readonly datacenter: string;
  readonly resourcePool: string;
  readonly hosts: string[];
  drs: boolean;
  dpm: boolean;
  /** Names of machines that a rule ties to hosts. */
  readonly tiedToHosts: readonly string[];
  ha: boolean;
}

export interface ResourcePool extends Named {
  readonly type: 'ResourcePool';
  readonly owner: string;
  readonly vms: string[];
}

export interface Host extends Named {
  readonly type: 'HostSystem';
  readonly datacenter: string;
  readonly index: number;
  readonly uuid: string;
  /** SHA-1, colon-separated upper-case hex. */
  readonly thumbprint: string;
  inMaintenance: boolean;
  readonly vms: string[];
}

export interface Network extends Named {
  readonly type: 'Network' | 'OpaqueNetwork' | 'DistributedVirtualPortgroup';
  readonly datacenter: string;
  readonly vlan: number;
  /** Of a port group: its switch. */
  readonly switch?: string;
  readonly uplink?: boolean;
}

export interface Switch extends Named {
  readonly type: 'VmwareDistributedVirtualSwitch';
  readonly datacenter: string;
  readonly uuid: string;
  readonly portGroups: string[];
}

export interface Datastore extends Named {
  readonly type: 'Datastore';
  readonly datacenter: string;
  readonly kind: 'VMFS' | 'NFS';
  readonly uuid: string;
  capacityBytes: number;
  maintenance: 'normal' | 'enteringMaintenance' | 'inMaintenance';
}

export interface VirtualMachine extends Named {
  readonly type: 'VirtualMachine';
  readonly datacenter: string;
  host: string;
  resourcePool: string;
  readonly uuid: string;
  readonly instanceUuid: string;
  readonly directory: string;
  guest: GuestSystemName;
  firmware: 'bios' | 'efi';
  secureBoot: boolean;
  tpm: boolean;
  cpus: number;
  coresPerSocket: number;
  memoryMB: number;
  power: VmPower;
  template: boolean;
  toolsInstalled: boolean;
  toolsRunning: boolean;
  shutdown: number | 'never';
  quiescing: Works;
  consolidation: Works;
  /** What the guest does to its disks; undefined where they never change. */
  writing?: GuestWriting;
  disks: Disk[];
  nics: Nic[];
  /** Oldest first, each the only child of the one before. */
  snapshots: Snapshot[];
  /** How many were ever taken: names of delta files and of snapshots are not used twice. */
  snapshotsTaken: number;
  /** As configured; each disk says whether it is tracked in fact. */
  changeTracking: boolean;
  consolidationNeeded: boolean;
  cpuHotAdd: boolean;
  cpuAffinity: readonly number[];
  faultTolerance: boolean;
  devices: readonly FurtherDevice[];
  fileSystems: readonly FileSystemSpec[];
  hostName: string;
  extraConfig: Record<string, string>;
  attributes: Readonly<Record<string, string>>;
  annotation: string;
  bootedAt?: number;
}

export interface Disk {
  readonly key: number;
  readonly controller: DiskController;
  readonly controllerKey: number;
  readonly unit: number;
  readonly uuid: string;
  readonly datastore: string;
  capacityBytes: number;
  /** Descriptor files within the datastore, base first; the last is the one that a running machine writes. */
  files: string[];
  /** Of each file but the last: why and in which state nobody writes it any more. */
  frozen: FrozenFile[];
  mode: string;
  sharing: string;
  encrypted: boolean;
  lost: boolean;
  rdm?: 'physicalMode' | 'virtualMode';
  /** Whether change tracking, once the machine has it, is meant for this disk. */
  tracked: boolean;
  /** Present from the first stun after it was configured. */
  tracking?: ChangeTracking;
  /** How often its tracking has begun anew. */
  epochs: number;
  /** Of the base file; undefined for a raw device. */
  readonly content?: DiskContentSpec;
}

export interface FrozenFile {
  /** Id of the snapshot that keeps it; undefined for what lies below a linked clone. */
  readonly snapshot?: string;
  /** The guest's last tick in it. */
  readonly tick: number;
}

export interface ChangeTracking {
  /** As it stands in change ids. */
  readonly epoch: string;
  /** Of each change id of the epoch, by its sequence number less one: the guest's tick. */
  readonly ticks: number[];
}

export interface GuestWriting {
  readonly everyMs: number;
  /** Writes done before `since`. */
  ticks: number;
  /** Since when it writes; undefined while it does not run. */
  since?: number;
}

export interface Nic {
  readonly key: number;
  readonly mac: string;
  readonly model: 'vmxnet3' | 'e1000e' | 'e1000';
  network: string;
  connected: boolean;
  address?: string;
}

export interface Snapshot extends Named {
  readonly type: 'VirtualMachineSnapshot';
  readonly vm: string;
  readonly number: number;
  readonly description: string;
  readonly createdAt: number;
  readonly quiesced: boolean;
  readonly power: VmPower;
  readonly disks: readonly SnapshotDisk[];
}

/** A disk as it was when its machine's snapshot was taken. */
export interface SnapshotDisk {
  readonly disk: Disk;
  readonly capacityBytes: number;
  readonly tick: number;
  /** undefined where changes were not tracked. */
  readonly changeId?: string;
}

/** An object without a place in the tree: a task, a view, the service's parts. */
export interface Facility {
  readonly type: string;
  readonly id: string;
  /** Properties as a caller with this session sees them. */
  read(session?: string): Fields;
}

export type InventoryEntity =
  Folder | Datacenter | Cluster | ResourcePool | Host | Network | Switch | Datastore | VirtualMachine | Snapshot;
export type Entity = InventoryEntity | Facility;

export function isFacility(entity: Entity): entity is Facility {
  return 'read' in entity;
}
