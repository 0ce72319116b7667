import type { DiskContent, DiskContentSpec } from '../../seeds/disk-content.ts';
import { WrittenDisk } from '../../seeds/written-disk.ts';
import type { Disk, Snapshot, VirtualMachine } from './entities.ts';
import { ticksOf } from './guest-writing.ts';

const writtenDisks = new WeakMap<DiskContentSpec, WrittenDisk>();

/** undefined for a raw device, and for a disk that another machine filled: its guest is that machine's. */
export function writtenDisk(vm: VirtualMachine, disk: Disk): WrittenDisk | undefined {
  return disk.content?.machine === vm.id ? written(disk.content) : undefined;
}

function written(spec: DiskContentSpec): WrittenDisk {
  const known = writtenDisks.get(spec) ?? new WrittenDisk(spec);
  writtenDisks.set(spec, known);
  return known;
}

/** The disk as after the guest's `tick`. Throws for a raw device. */
export function contentAt(vm: VirtualMachine, disk: Disk, tick: number): DiskContent {
  if (disk.content === undefined) throw new Error('A raw device has no content of its own.');
  return grown(written(disk.content).at(disk.content.machine === vm.id ? tick : 0), disk.capacityBytes);
}

/** What one reads who opens the disk's file of that number with everything below it. */
export function contentOfFile(vm: VirtualMachine, disk: Disk, position: number, now: number): DiskContent {
  const isWritten = position === disk.files.length - 1;
  return contentAt(vm, disk, isWritten ? ticksOf(vm, now) : (disk.frozen[position]?.tick ?? 0));
}

/** A disk that was enlarged later: what it held stays where it was. */
function grown(content: DiskContent, capacityBytes: number): DiskContent {
  if (capacityBytes <= content.capacityBytes) return content;
  return {
    ...content,
    capacityBytes,
    read(offset, length) {
      const target = new Uint8Array(length);
      const known = Math.min(length, content.capacityBytes - offset);
      if (known > 0) target.set(content.read(offset, known));
      return target;
    },
  };
}

/** The machine's hardware as it was when the snapshot was taken. */
export function asOfSnapshot(vm: VirtualMachine, snapshot: Snapshot): VirtualMachine {
  const disks = snapshot.disks.map(({ disk, capacityBytes }) => {
    const position = disk.frozen.findIndex((file) => file.snapshot === snapshot.id);
    const files = position < 0 ? disk.files : disk.files.slice(0, position + 1);
    return { ...disk, capacityBytes, files };
  });
  return { ...vm, disks };
}

/** Merges the files that no snapshot needs any more into those below them. */
export function mergeFiles(disk: Disk, snapshots: readonly Snapshot[]): void {
  const needed = new Set(snapshots.map(({ id }) => id));
  const isNeeded = ({ snapshot }: Disk['frozen'][number]) => snapshot === undefined || needed.has(snapshot);
  disk.files = disk.files.filter((_, index) => {
    const below = disk.frozen[index - 1];
    return below === undefined || isNeeded(below);
  });
  disk.frozen = disk.frozen.filter(isNeeded);
}
