/** What a source offers whose machines can be copied while they run: snapshots, and a record of what changed. */
export interface WarmSource {
  /** Throws NotFoundError (code `vm-not-found`). */
  chain(machine: string, signal?: AbortSignal): Promise<SnapshotChain>;
  /** Asks for a snapshot without memory; returns its task when the request was accepted. */
  takeSnapshot(machine: string, wanted: WantedSnapshot, signal?: AbortSignal): Promise<string>;
  /** Asks for the removal of one snapshot, not of its children; returns the task. Throws NotFoundError where it is gone. */
  removeSnapshot(snapshot: string, signal?: AbortSignal): Promise<string>;
  /** Asks for what removed snapshots left to be merged; returns the task. */
  consolidate(machine: string, signal?: AbortSignal): Promise<string>;
  /** Takes effect with the next snapshot; returns the task. */
  trackChanges(machine: string, signal?: AbortSignal): Promise<string>;
  task(id: string, signal?: AbortSignal): Promise<SourceTask>;
  /** The disks as one snapshot holds them. Throws NotFoundError where it is gone. */
  disksAt(snapshot: string, signal?: AbortSignal): Promise<readonly SnapshotDisk[]>;
  /** undefined where the source lists more areas than are read. Throws ConflictError (`changes-unknown`) without a record. */
  changedBytes(machine: string, question: ChangeQuestion, signal?: AbortSignal): Promise<number | undefined>;
}

export interface SnapshotChain {
  /** All of the machine, whoever made them, parents before children. */
  readonly snapshots: readonly SourceSnapshot[];
  /** A snapshot is being made or removed. */
  readonly busy: boolean;
  readonly consolidationNeeded: boolean;
}

export interface SourceSnapshot {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** RFC 3339, by the source's clock. */
  readonly createdAt: string;
  /** The guest's file systems were at rest. */
  readonly quiesced: boolean;
}

export interface WantedSnapshot {
  readonly name: string;
  readonly description: string;
  readonly quiesce: boolean;
}

export interface SourceTask {
  /** `unknown`: the source has forgotten it. */
  readonly state: 'running' | 'succeeded' | 'failed' | 'unknown';
  /** The source's words, of a task that failed. */
  readonly message?: string;
  /** It failed because the guest could not be brought to rest. */
  readonly notQuiesced?: boolean;
}

export interface SnapshotDisk {
  /** `SourceDisk.key` */
  readonly key: string;
  readonly capacityBytes: number;
  /** Position in the record of changes; empty where changes are not tracked. `<epoch>/<number>` */
  readonly changeId: string;
}

export interface ChangeQuestion {
  readonly snapshot: string;
  readonly disk: string;
  readonly capacityBytes: number;
  /** A change id, or `*` for all that is allocated. */
  readonly since: string;
}
