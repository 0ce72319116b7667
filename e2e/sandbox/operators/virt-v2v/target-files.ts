import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { real } from '../api/time.ts';
import { ProgramFailure } from '../pods/program.ts';
import type { MountedDisk, ProgramContext } from '../pods/program.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import { convertedBytes, guestHeaderBytes } from './guest.ts';
import type { GuestHeader } from './guest.ts';

/** The disks mounted for virt-v2v by their numbers. */
export function targetDisks(context: ProgramContext): MountedDisk[] {
  const numbered = context.disks.flatMap((disk) => {
    const match = /^(?:\/mnt\/disks\/disk|\/dev\/block)(\d+)$/.exec(disk.at);
    return match ? [{ disk, number: Number(match[1]) }] : [];
  });
  return numbered.sort((left, right) => left.number - right.number).map(({ disk }) => disk);
}

/** Every disk of the source has a volume that is large enough; images of file systems are made where none is. */
export async function prepareTargets(context: ProgramContext, sources: readonly DiskSource[]): Promise<MountedDisk[]> {
  const targets = targetDisks(context);
  requireEqualNumber(sources, targets);
  for (const [index, source] of sources.entries()) {
    const target = targets[index];
    if (target) await real(context.clock, makeRoom(target, source.capacityBytes));
  }
  return targets;
}

export function requireEqualNumber(sources: readonly DiskSource[], targets: readonly MountedDisk[]): void {
  if (targets.length !== sources.length) {
    throw new ProgramFailure(
      `virt-v2v: error: the machine has ${sources.length} disks, ${targets.length} volumes are mounted`,
    );
  }
}

async function makeRoom(target: MountedDisk, bytes: number): Promise<void> {
  if (target.capacityBytes < bytes) {
    throw new ProgramFailure(
      `nbdcopy: error: destination size (${target.capacityBytes}) is smaller than source size (${bytes})`,
    );
  }
  const handle = await open(target.file, 'a');
  try {
    const { size } = await stat(target.file);
    if (size < bytes) await handle.truncate(bytes);
  } finally {
    await handle.close();
  }
}

export async function readFirstBlock(context: ProgramContext, disk: MountedDisk): Promise<Uint8Array> {
  return withFile(context, disk, async (handle) => {
    const block = Buffer.alloc(guestHeaderBytes);
    await handle.read(block, 0, block.length, 0);
    return block;
  });
}

/** Rewrites exactly the ranges that the guest declares. */
export async function rewriteGuest(
  context: ProgramContext,
  disks: readonly MountedDisk[],
  guest: GuestHeader,
): Promise<void> {
  for (const range of guest.convert) {
    const disk = disks[range.disk];
    if (!disk) throw new ProgramFailure(`virt-v2v: error: the guest has no disk ${range.disk}`);
    await withFile(context, disk, (handle) =>
      handle.write(convertedBytes(range.length), 0, range.length, range.offset),
    );
  }
}

/** What a conversion that dies leaves: data in places where neither source nor target has any. */
export async function leaveGarbage(context: ProgramContext, disk: MountedDisk): Promise<void> {
  await withFile(context, disk, async (handle) => {
    const { size } = await handle.stat();
    const garbage = Buffer.alloc(Math.min(size, 64 * 1024), 'half of a conversion\n');
    for (const share of [0, 0.37, 0.71]) {
      const position = Math.floor((size - garbage.length) * share);
      await handle.write(garbage, 0, garbage.length, position);
    }
  });
}

function withFile<T>(context: ProgramContext, disk: MountedDisk, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const run = async () => {
    const handle = await open(disk.file, 'r+');
    try {
      return await work(handle);
    } finally {
      await handle.close();
    }
  };
  return real(context.clock, run());
}
