import type { SourceMachine } from '../../machine/source-machine.ts';
import type { SnapshotDisk, SourceSnapshot } from '../../providers/warm-source.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';

/** How one disk is copied from a snapshot. */
export interface DiskPass {
  /** `SourceDisk.key` */
  readonly disk: string;
  /** Of the disk in this snapshot: where the next copy continues. */
  readonly changeId: string;
  /** Change id that the copy begins from; empty where all of the disk is copied into an empty volume. */
  readonly since: string;
  /** Why a disk that has been copied before is copied in full again. */
  readonly reason?: string;
}

/** What is on record of the snapshot that was copied last. */
export interface Position {
  readonly disks: readonly { readonly disk: string; readonly changeId: string }[];
  /** Ids of the snapshots that others had made by then. */
  readonly foreign: readonly string[];
}

export interface PassInput {
  readonly machine: Pick<SourceMachine, 'name' | 'disks'>;
  /** The disks as the new snapshot holds them. */
  readonly disks: readonly SnapshotDisk[];
  readonly foreign: readonly SourceSnapshot[];
  readonly before?: Position;
}

/**
 * Decides for each disk whether its changes may be copied. Whatever makes the record of changes doubtful leads to a full
 * copy; disks that are not those of the run end it. Throws RunFailed (`source-changed`, `change-tracking-off`).
 */
export function passesOf({ machine, disks, foreign, before }: PassInput): DiskPass[] {
  sameDisks(machine, disks);
  const known = new Set(before?.foreign);
  const intruder = before && foreign.find(({ id }) => !known.has(id));
  const interrupted = intruder && `snapshot ${intruder.name} was taken by someone else in between`;
  return disks.map(({ key, changeId }) => {
    const last = before?.disks.find(({ disk }) => disk === key)?.changeId;
    if (last === undefined) return { disk: key, changeId, since: '' };
    const reason = interrupted ?? restarted(last, changeId);
    return reason === undefined ? { disk: key, changeId, since: last } : { disk: key, changeId, since: '', reason };
  });
}

function sameDisks({ name, disks: planned }: PassInput['machine'], disks: readonly SnapshotDisk[]): void {
  const changed = (detail: string) => new RunFailed(failure('source-changed', { vm: name, detail }));
  const inSnapshot = new Map(disks.map((disk) => [disk.key, disk]));
  for (const { key, file, capacityBytes } of planned) {
    const found = inSnapshot.get(key);
    if (found === undefined) throw changed(`disk ${file} is not in the snapshot`);
    if (found.capacityBytes !== capacityBytes)
      throw changed(`disk ${file} has another size in bytes (${found.capacityBytes})`);
    if (found.changeId === '') throw new RunFailed(failure('change-tracking-off', { vm: name, disk: file }));
  }
  const added = disks.find(({ key }) => !planned.some((disk) => disk.key === key));
  if (added !== undefined) throw changed(`disk ${added.key} was added`);
}

/** `<epoch>/<number>`: another epoch is another record, a smaller number an earlier state of the same. */
function restarted(last: string, now: string): string | undefined {
  const [before, after] = [split(last), split(now)];
  if (before.epoch !== after.epoch) return 'the record of its changes was begun anew at the source';
  return after.number < before.number ? 'the machine was reverted to an earlier state' : undefined;
}

function split(changeId: string): { readonly epoch: string; readonly number: number } {
  const slash = changeId.lastIndexOf('/');
  return { epoch: changeId.slice(0, slash), number: Number(changeId.slice(slash + 1)) };
}
