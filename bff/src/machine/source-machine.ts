/**
 * A machine at its source, in terms of no product: what judgement, the copying steps and the target builder read.
 * Drivers make it from their native model; nothing above them knows another shape.
 */
export interface SourceMachine {
  /** The provider's immutable reference (vSphere moRef, oVirt id …). */
  readonly id: string;
  readonly name: string;
  /** BIOS UUID; continuity only, never identity. */
  readonly uuid: string;
  readonly instanceUuid?: string;
  readonly isTemplate: boolean;
  readonly power: PowerState;
  /** Where it runs now; the scheduler's bucket. */
  readonly host?: {
    readonly id: string;
    readonly name: string;
    /** `/datacenter/cluster/host`, as libvirt URLs name it. */
    readonly path: string;
    readonly inMaintenance: boolean;
  };
  /** Path of the machine in the provider's tree, `/dc/vm/folder/name`. */
  readonly path: string;
  readonly firmware: { readonly type: 'bios' | 'efi'; readonly secureBoot: boolean };
  readonly tpm: boolean;
  readonly cpu: { readonly sockets: number; readonly coresPerSocket: number };
  readonly memoryBytes: number;
  /** undefined where the source does not say. */
  readonly nestedVirtualization?: boolean;
  readonly guest: {
    /** The source's id of the operating system, e.g. `rhel9_64Guest`. */
    readonly id: string;
    readonly name: string;
    readonly family: 'linux' | 'windows' | 'other';
    readonly hostName?: string;
    readonly tools: 'running' | 'notRunning' | 'notInstalled' | 'unknown';
    readonly addresses: readonly GuestAddress[];
  };
  /** IANA name of the host's time zone. */
  readonly timezone?: string;
  readonly nics: readonly SourceNic[];
  /** In the order in which virt-v2v sees them. */
  readonly disks: readonly SourceDisk[];
  /** Snapshots that exist at the source now. */
  readonly snapshots: number;
  readonly consolidationNeeded: boolean;
  readonly changeTracking: boolean;
  /** Labels of the source, as far as whoever read the machine was told them. */
  readonly tags?: readonly { readonly category: string; readonly name: string; readonly description: string }[];
  /** Values that people wrote beside the machine, by name. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Why some path cannot copy this machine faithfully; judged per path, never ignored. */
  readonly shapes: readonly SourceShape[];
}

export type PowerState = 'On' | 'Off' | 'Suspended' | 'Unknown';

export interface GuestAddress {
  readonly mac: string;
  readonly ip: string;
  readonly prefix: number;
  readonly origin?: string;
  readonly gateway?: string;
  readonly dns: readonly string[];
}

export interface SourceNic {
  readonly key: string;
  readonly mac: string;
  /** Provider id of the network it is attached to; empty when detached. */
  readonly networkId: string;
  readonly model: string;
  readonly pciAddress?: string;
  readonly startConnected: boolean;
}

export interface SourceDisk {
  /** Stable id within the machine (vSphere device key). */
  readonly key: string;
  /** 0-based position in `SourceMachine.disks`. */
  readonly index: number;
  /** Newest backing, e.g. `[ds1] web-01/web-01.vmdk`. */
  readonly file: string;
  /** Base of the backing chain; equals `file` without snapshots. */
  readonly baseFile: string;
  readonly storageId: string;
  readonly capacityBytes: number;
  readonly bus: 'scsi' | 'sata' | 'ide' | 'nvme';
  readonly controllerKey: number;
  readonly unit: number;
  readonly serial?: string;
  /** Of the first volume on it, in lower case, where the tools of Windows tell. */
  readonly driveLetter?: string;
  readonly shared: boolean;
  readonly rdm: boolean;
  readonly mode: string;
  readonly changeTracking: boolean;
}

/** A shape that bars faithful copying by some path, with the disk it concerns. */
export interface SourceShape {
  /** `rdm` is a raw device that no path can read, `virtualRdm` one that looks like a disk to who reads it. */
  readonly kind: 'encrypted' | 'rdm' | 'virtualRdm' | 'delta' | 'independent' | 'shared' | 'linkedClone';
  readonly disk?: string;
  readonly detail: string;
}
