import { sleep } from '../api/time.ts';
import type { Exit, MountedDisk, ProgramContext } from '../pods/program.ts';
import { copyDisk } from '../vsphere/copy-disk.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import type { VcenterClient } from '../vsphere/vcenter-client.ts';
import { connect } from './connect.ts';
import { findMachineDisks } from './find-machine.ts';
import { inspect, requireFreeSpace } from './guest.ts';
import type { GuestHeader } from './guest.ts';
import { runInspection } from './inspection.ts';
import { parseLibvirtUrl } from './libvirt-url.ts';
import { readHead } from './read-head.ts';
import { serveMetrics, serveResults } from './serve.ts';
import {
  leaveGarbage,
  prepareTargets,
  readFirstBlock,
  requireEqualNumber,
  rewriteGuest,
  targetDisks,
} from './target-files.ts';

/** Copies a machine's disks to the volumes of its pod and converts the guest on them, or only converts it in place. */
export async function runConversion(context: ProgramContext): Promise<Exit> {
  if (context.environment.get('V2V_remoteInspection') === 'true') return runInspection(context);
  const inPlace = context.environment.has('V2V_inPlace');
  // Where nothing is copied there is nothing to gauge.
  const percents = inPlace ? [] : context.disks.map(() => 0);
  const metrics = await serveMetrics(context, percents);
  try {
    const guest = inPlace ? await convertInPlace(context) : await copyAndConvert(context, percents);
    context.log('[   99.9] Finishing off');
    const name = context.environment.get('V2V_NewName') ?? context.environment.get('V2V_vmName') ?? 'machine';
    if (context.environment.get('LOCAL_MIGRATION') !== 'false') await serveResults(context, name, guest);
    return { code: 0 };
  } finally {
    await metrics.close();
  }
}

/** The machine's description comes from its source, its disks are those of the pod. */
async function convertInPlace(context: ProgramContext): Promise<GuestHeader> {
  const disks = targetDisks(context);
  if (context.environment.has('V2V_libvirtURL')) await describeMachine(context, disks);
  context.log('[    1.0] Inspecting the disks');
  await sleep(context.clock, context.timings.inspectMs, context.signal);
  const guest = inspect(await Promise.all(disks.map((disk) => readFirstBlock(context, disk))));
  requireFreeSpace(guest);
  await convert(context, disks, guest);
  return guest;
}

async function describeMachine(context: ProgramContext, disks: readonly MountedDisk[]): Promise<void> {
  const client = await connect(context);
  try {
    const { path } = parseLibvirtUrl(context.environment.get('V2V_libvirtURL') ?? '');
    const sources = await findMachineDisks(client, context.environment.get('V2V_vmName') ?? '', path.at(-1));
    requireEqualNumber(sources, disks);
  } finally {
    await client.logout();
  }
}

async function copyAndConvert(context: ProgramContext, percents: number[]): Promise<GuestHeader> {
  const client = await connect(context);
  try {
    const url = parseLibvirtUrl(context.environment.get('V2V_libvirtURL') ?? '');
    const sources = await findMachineDisks(client, context.environment.get('V2V_vmName') ?? '', url.path.at(-1));
    const targets = await prepareTargets(context, sources);
    context.log('[    1.0] Opening the source');
    const firstBlocks: Uint8Array[] = [];
    for (const source of sources) firstBlocks.push(await readHead(client, source));
    context.log('[    2.0] Inspecting the source');
    await sleep(context.clock, context.timings.inspectMs, context.signal);
    requireFreeSpace(inspect(firstBlocks));
    for (const [index, source] of sources.entries()) {
      const target = targets[index];
      if (!target) continue;
      context.log(`[    3.0] Copying disk ${index + 1}/${sources.length}`);
      const progress = (ratio: number) => {
        percents[index] = ratio * 100;
      };
      await copyOrSpoil(context, client, { source, target, progress });
    }
    const guest = inspect(await Promise.all(targets.map((target) => readFirstBlock(context, target))));
    await convert(context, targets, guest);
    return guest;
  } finally {
    await client.logout();
  }
}

interface DiskPair {
  readonly source: DiskSource;
  readonly target: MountedDisk;
  readonly progress: (ratio: number) => void;
}

async function copyOrSpoil(context: ProgramContext, client: VcenterClient, pair: DiskPair): Promise<void> {
  const { clock, signal, timings } = context;
  const { source, target, progress } = pair;
  try {
    await copyDisk({
      client,
      source,
      file: target.file,
      clock,
      signal,
      bytesPerSecond: timings.copyBytesPerSecond,
      progress,
    });
  } catch (error) {
    await leaveGarbage(context, target);
    throw error;
  }
}

/** Killed in the middle it leaves a guest that is neither the one nor the other. */
async function convert(context: ProgramContext, disks: readonly MountedDisk[], guest: GuestHeader): Promise<void> {
  context.log(`[    9.0] Converting ${guest.osName} to run on KVM`);
  try {
    await sleep(context.clock, context.timings.convertMs, context.signal);
    await rewriteGuest(context, disks, guest);
  } catch (error) {
    const touched = new Set(guest.convert.map(({ disk }) => disk));
    await Promise.all([...touched].flatMap((index) => disks[index] ?? []).map((disk) => leaveGarbage(context, disk)));
    throw error;
  }
}
