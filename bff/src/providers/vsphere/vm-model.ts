import type { Tag } from './tags.ts';
import type { Ref } from './values.ts';

/** A machine as the inventory shows it: field names are those of MTV's REST API, what follows `own` is added. */
export interface VmModel {
  readonly id: string;
  readonly name: string;
  readonly parent: Ref;
  readonly isTemplate: boolean;
  readonly powerState: string;
  readonly connectionState: string;
  readonly host: string;
  readonly networks: readonly Ref[];
  readonly disks: readonly DiskModel[];
  readonly nics: readonly NicModel[];
  readonly devices: readonly { readonly kind: string }[];
  readonly uuid: string;
  readonly instanceUuid: string;
  readonly firmware: string;
  readonly secureBoot: boolean;
  readonly snapshot?: Ref;
  readonly changeTrackingEnabled: boolean;
  readonly consolidationNeeded: boolean;
  readonly cpuAffinity: readonly number[];
  readonly cpuHotAddEnabled: boolean;
  readonly cpuHotRemoveEnabled: boolean;
  readonly memoryHotAddEnabled: boolean;
  readonly faultToleranceEnabled: boolean;
  readonly cpuCount: number;
  readonly coresPerSocket: number;
  readonly memoryMB: number;
  readonly guestName: string;
  readonly guestNameFromVmwareTools: string;
  readonly guestId: string;
  readonly hostName: string;
  readonly balloonedMemory: number;
  readonly ipAddress: string;
  /** Bytes. */
  readonly storageUsed: number;
  readonly tpmEnabled: boolean;
  readonly numaNodeAffinity: readonly string[];
  readonly guestNetworks: readonly GuestNetworkModel[];
  readonly guestDisks: readonly GuestDiskModel[];
  readonly guestIpStacks: readonly GuestIpStackModel[];
  readonly toolsStatus: string;
  readonly toolsRunningStatus: string;
  readonly toolsVersionStatus2: string;
  readonly diskEnableUuid: boolean;
  readonly nestedHVEnabled: boolean;
  readonly customDef: readonly { readonly key: number; readonly name: string }[];
  readonly customValues: readonly { readonly key: number; readonly value: string }[];
  readonly tags: readonly Tag[];
  readonly own: {
    readonly snapshots: number;
    readonly encrypted: boolean;
    /** Custom attributes by their names. */
    readonly attributes: Readonly<Record<string, string>>;
  };
}

export interface DiskModel {
  readonly key: number;
  readonly unitNumber: number;
  readonly controllerKey: number;
  readonly bus: 'scsi' | 'sata' | 'ide' | 'nvme';
  readonly file: string;
  readonly datastore: Ref;
  /** Bytes. */
  readonly capacity: number;
  readonly shared: boolean;
  readonly rdm: boolean;
  readonly physicalMode: boolean;
  readonly mode: string;
  readonly serial: string;
  readonly winDriveLetter: string;
  readonly changeTrackingEnabled: boolean;
  /** File of the disk that this one is a delta of; empty for a whole disk. */
  readonly parent: string;
  readonly deviceName: string;
  /** Of a virtual volume. */
  readonly vvolId: string;
  /** Of the logical unit that a raw device maps. */
  readonly lunUuid: string;
  readonly own: {
    /** The whole disk at the end of the chain of parents. */
    readonly baseFile: string;
    readonly encrypted: boolean;
  };
}

export interface NicModel {
  readonly network: Ref;
  readonly mac: string;
  readonly order: number;
  readonly deviceKey: number;
  readonly startConnected: boolean;
  readonly own: { readonly model: string };
}

export interface GuestNetworkModel {
  readonly device: string;
  readonly deviceConfigId: number;
  readonly mac: string;
  readonly ip: string;
  readonly origin: string;
  readonly prefix: number;
  readonly dns: readonly string[];
  readonly network: string;
}

export interface GuestDiskModel {
  readonly key: number;
  readonly diskPath: string;
  readonly capacity: number;
  /** Bytes; absent where the tools do not tell. */
  readonly freeSpace?: number;
  readonly filesystemType: string;
}

export interface GuestIpStackModel {
  readonly device: string;
  readonly gateway: string;
  readonly network: string;
  readonly prefix: number;
  readonly dns: readonly string[];
}
