import type { GuestSystemName } from './guest-systems.ts';

interface Tagged {
  /** Written `category/tag`. */
  readonly tags?: readonly string[];
}

/** What a simulated vCenter contains, as plain data. Names refer to things of the same datacenter. */
export interface ModelSpec {
  readonly datacenters: readonly DatacenterSpec[];
}

export interface DatacenterSpec {
  readonly name: string;
  readonly clusters: readonly ClusterSpec[];
  readonly networks: readonly NetworkSpec[];
  readonly switches?: readonly SwitchSpec[];
  readonly datastores: readonly DatastoreSpec[];
  /** Paths below the VM folder; their parents are made too. */
  readonly folders?: readonly string[];
  readonly vms: readonly VmSpec[];
}

export interface ClusterSpec extends Tagged {
  readonly name: string;
  readonly hosts: readonly HostSpec[];
  /** A lone host without a cluster (ComputeResource). */
  readonly standalone?: boolean;
  readonly drs?: boolean;
  /** Distributed power management. */
  readonly dpm?: boolean;
  /** Names of machines that a rule ties to hosts. */
  readonly tiedToHosts?: readonly string[];
  readonly ha?: boolean;
}

export interface HostSpec extends Tagged {
  readonly name: string;
  readonly inMaintenance?: boolean;
}

export interface NetworkSpec extends Tagged {
  readonly name: string;
  readonly vlan?: number;
  readonly opaque?: boolean;
}

export interface SwitchSpec {
  readonly name: string;
  readonly portGroups: readonly NetworkSpec[];
}

export interface DatastoreSpec extends Tagged {
  readonly name: string;
  readonly type?: 'VMFS' | 'NFS';
  readonly capacityBytes?: number;
}

export interface VmSpec extends Tagged {
  readonly name: string;
  /** moRef; given where others must know it, otherwise numbered. */
  readonly id?: string;
  /** Path below the datacenter's VM folder. */
  readonly folder?: string;
  /** Name of a host; machines without one are spread. */
  readonly host?: string;
  readonly guest?: GuestSystemName;
  readonly firmware?: 'bios' | 'efi';
  readonly secureBoot?: boolean;
  readonly tpm?: boolean;
  readonly cpus?: number;
  readonly coresPerSocket?: number;
  readonly memoryMB?: number;
  readonly power?: VmPower;
  readonly template?: boolean;
  readonly tools?: 'installed' | 'none';
  /** Seconds between the request and power-off; 'never' for a guest that ignores it. */
  readonly shutdown?: number | 'never';
  readonly disks?: readonly DiskSpec[];
  readonly nics?: readonly NicSpec[];
  /** Names of snapshots, oldest first; each adds a delta file to every disk that takes part. */
  readonly snapshots?: readonly string[];
  readonly changeTracking?: boolean;
  /** Of its guest's file systems before a snapshot. */
  readonly quiescing?: Works;
  /** Of its delta files, when a snapshot is removed. */
  readonly consolidation?: Works;
  /** The guest writes to every disk so often while it runs; without it disks never change. */
  readonly writes?: { readonly everyMs: number };
  readonly consolidationNeeded?: boolean;
  readonly cpuHotAdd?: boolean;
  /** Numbers of the physical processors it may use. */
  readonly cpuAffinity?: readonly number[];
  readonly faultTolerance?: boolean;
  /** Besides those that every machine has. */
  readonly devices?: readonly FurtherDevice[];
  /** As the tools report them; by default enough is free. */
  readonly fileSystems?: readonly FileSystemSpec[];
  readonly hostName?: string;
  readonly extraConfig?: Readonly<Record<string, string>>;
  /** Custom attributes, by their names. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly annotation?: string;
}

export type FurtherDevice = 'VirtualPCIPassthrough' | 'VirtualSriovEthernetCard' | 'VirtualUSBController';

export interface FileSystemSpec {
  readonly path: string;
  readonly type: string;
  /** Absent where the tools do not tell. */
  readonly freeBytes?: number;
  /** Old tools do not tell which disk holds it. */
  readonly unmapped?: boolean;
}

export type Works = 'works' | 'fails';
export type VmPower = 'poweredOn' | 'poweredOff' | 'suspended';
export type DiskController = 'pvscsi' | 'lsilogic' | 'lsisas' | 'ahci' | 'nvme' | 'ide';

export interface DiskSpec {
  readonly capacityBytes: number;
  /** Bytes that are not holes. */
  readonly dataBytes?: number;
  readonly datastore?: string;
  /** The backing refers to no datastore that the inventory has. */
  readonly lost?: boolean;
  readonly controller?: DiskController;
  readonly mode?: 'persistent' | 'independent_persistent' | 'independent_nonpersistent';
  readonly sharing?: 'sharingNone' | 'sharingMultiWriter';
  readonly encrypted?: boolean;
  /** Whether its changes are tracked where the machine's are; true when not given. */
  readonly changeTracking?: boolean;
  readonly rdm?: 'physicalMode' | 'virtualMode';
  /** Uses the flat file of another machine's disk: a shared disk, or with `linked` the base of a delta of our own. */
  readonly of?: { readonly vm: string; readonly disk: number; readonly linked?: boolean };
}

export interface NicSpec {
  readonly network: string;
  readonly model?: 'vmxnet3' | 'e1000e' | 'e1000';
  readonly mac?: string;
  readonly connected?: boolean;
  /** Address in CIDR form, as the guest's tools report it. */
  readonly address?: string;
}
