import path from 'node:path';
import { ProgramFailure } from '../pods/program.ts';
import type { ProgramContext } from '../pods/program.ts';
import { checkFingerprint } from '../vsphere/check-fingerprint.ts';
import { copyDisk } from '../vsphere/copy-disk.ts';
import { diskProperties, disksOf } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import { changesSince, snapshotDisk } from '../vsphere/snapshot-disk.ts';
import { VcenterClient } from '../vsphere/vcenter-client.ts';
import type { Extent, MoRef } from '../vsphere/vcenter-client.ts';
import { refuseTooLarge } from './import-target.ts';
import type { Target } from './import-target.ts';

interface Transfer {
  readonly source: DiskSource;
  /** Of a stage that is not the first: what has changed since the one before. */
  readonly areas?: readonly Extent[];
}

const value = ({ environment }: Pick<ProgramContext, 'environment'>, name: string) => environment.get(name) ?? '';

/** Whether only what has changed since an earlier stage is copied. */
export function isDelta(context: Pick<ProgramContext, 'environment'>): boolean {
  return value(context, 'IMPORTER_PREVIOUS_CHECKPOINT') !== '';
}

/** Copies a disk, or one stage of it: as it was in the snapshot that is the current checkpoint. */
export async function importVddk(
  context: ProgramContext,
  target: Target,
  progress: (ratio: number) => void,
): Promise<void> {
  const url = value(context, 'IMPORTER_ENDPOINT');
  await checkFingerprint(context, url, value(context, 'IMPORTER_THUMBPRINT'));
  const credentials = {
    user: value(context, 'IMPORTER_ACCESS_KEY_ID'),
    password: value(context, 'IMPORTER_SECRET_KEY'),
  };
  const client = new VcenterClient(context.network.send, url, credentials, context.signal);
  await client.login();
  try {
    const { source, areas } = await transferOf(context, client);
    refuseTooLarge(source.capacityBytes, target);
    const { clock, signal, timings } = context;
    const bytesPerSecond = timings.copyBytesPerSecond;
    // Changes are a share of the whole disk, however many there are.
    const share = areas === undefined ? 1 : sizeOf(areas) / source.capacityBytes;
    const tell = (ratio: number) => {
      progress(ratio * share);
    };
    await copyDisk({ client, source, file: target.file, areas, clock, signal, bytesPerSecond, progress: tell });
  } finally {
    await client.logout();
  }
}

function sizeOf(areas: readonly Extent[]): number {
  return areas.reduce((sum, { length }) => sum + length, 0);
}

async function transferOf(context: ProgramContext, client: VcenterClient): Promise<Transfer> {
  const machine = await findMachine(client, value(context, 'IMPORTER_UUID'));
  const backingFile = value(context, 'IMPORTER_BACKING_FILE');
  const current = value(context, 'IMPORTER_CURRENT_CHECKPOINT');
  const previous = value(context, 'IMPORTER_PREVIOUS_CHECKPOINT');
  if (current === '') {
    if (previous !== '') throw new ProgramFailure('Unable to process data: previous checkpoint set without current');
    return { source: await findDisk(client, machine, backingFile) };
  }
  const disk = await snapshotDisk(client, machine, { backingFile, snapshot: current });
  return previous === ''
    ? { source: disk.source }
    : { source: disk.source, areas: await changesSince(client, machine, disk, previous) };
}

async function findMachine(client: VcenterClient, uuid: string): Promise<MoRef> {
  const machine = (await client.findByUuid(uuid, 'bios')) ?? (await client.findByUuid(uuid, 'instance'));
  if (!machine) throw new ProgramFailure(`Unable to process data: no machine has the UUID ${uuid}`);
  return machine;
}

async function findDisk(client: VcenterClient, machine: MoRef, backingFile: string): Promise<DiskSource> {
  const disks = await disksOf(client, await client.properties(machine, diskProperties));
  const disk = disks.find((candidate) => candidate.backingFile === backingFile);
  if (!disk)
    throw new ProgramFailure(`Unable to process data: the machine has no disk ${path.posix.basename(backingFile)}`);
  return disk;
}
