import { open } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { bodyOf, jsonResponse } from '../../wire.ts';
import type { Handle } from '../../wire.ts';
import { parseBytes } from '../../quantity.ts';
import { real } from '../api/time.ts';
import { ProgramFailure } from '../pods/program.ts';
import type { Exit, ProgramContext } from '../pods/program.ts';
import { copyDisk, writeSparsely } from '../vsphere/copy-disk.ts';
import { disksOf, diskProperties } from '../vsphere/disk-source.ts';
import type { DiskSource } from '../vsphere/disk-source.ts';
import { checkFingerprint } from '../vsphere/check-fingerprint.ts';
import { VcenterClient } from '../vsphere/vcenter-client.ts';
import { usableBytes } from './claim-spec.ts';

export const metricsPort = 8443;

interface Target {
  readonly file: string;
  readonly bytes: number;
}

type Import = (context: ProgramContext, target: Target, progress: (ratio: number) => void) => Promise<void>;

const imports: Readonly<Record<string, Import>> = {
  none: () => Promise.resolve(),
  http: importHttp,
  vddk: importVddk,
};

/** Fills the volume of its pod from the source that its environment names. */
export async function runImporter(context: ProgramContext): Promise<Exit> {
  const source = context.environment.get('IMPORTER_SOURCE') ?? 'none';
  const run = imports[source];
  if (!run) throw new ProgramFailure(`Unable to process data: unknown source type ${source}`);
  let percent = 0;
  const metrics: Handle = ({ url }) => {
    if (new URL(url).pathname !== '/metrics') return Promise.resolve(jsonResponse(404, {}));
    const owner = context.environment.get('OWNER_UID') ?? '';
    const text = `# TYPE kubevirt_cdi_import_progress_total counter\nkubevirt_cdi_import_progress_total{ownerUID="${owner}"} ${percent}\n`;
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4' },
      body: bodyOf(text),
    });
  };
  const listener = await context.network.listen(metrics, { host: context.address, port: metricsPort });
  try {
    const target = await prepareTarget(context);
    await run(context, target, (ratio) => {
      percent = ratio * 100;
    });
    return { code: 0, message: 'Import Complete' };
  } finally {
    await listener.close();
  }
}

/** An importer starts over each time: what an earlier one left is wiped. */
async function prepareTarget(context: ProgramContext): Promise<Target> {
  const disk = context.disks[0];
  if (!disk) throw new ProgramFailure('Unable to process data: no volume is mounted');
  const bytes = disk.mode === 'Block' ? disk.capacityBytes : imageBytes(context, disk.capacityBytes);
  await real(context.clock, reset(disk.file, bytes));
  return { file: disk.file, bytes };
}

function imageBytes(context: ProgramContext, capacity: number): number {
  const usable = usableBytes(capacity, Number(context.environment.get('FILESYSTEM_OVERHEAD') ?? '0'));
  const requested = context.environment.get('IMPORTER_IMAGE_SIZE');
  return requested ? Math.min(usable, usableBytes(parseBytes(requested), 0)) : usable;
}

async function reset(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.truncate(bytes);
  } finally {
    await handle.close();
  }
}

function refuseTooLarge(bytes: number, target: Target): void {
  if (bytes > target.bytes) {
    throw new ProgramFailure(
      `Unable to process data: virtual image size ${bytes} is larger than the reported available storage ${target.bytes}`,
    );
  }
}

async function importVddk(context: ProgramContext, target: Target, progress: (ratio: number) => void): Promise<void> {
  const value = (name: string) => context.environment.get(name) ?? '';
  const url = value('IMPORTER_ENDPOINT');
  await checkFingerprint(context, url, value('IMPORTER_THUMBPRINT'));
  const credentials = { user: value('IMPORTER_ACCESS_KEY_ID'), password: value('IMPORTER_SECRET_KEY') };
  const client = new VcenterClient(context.network.send, url, credentials, context.signal);
  await client.login();
  try {
    const source = await findDisk(client, value('IMPORTER_UUID'), value('IMPORTER_BACKING_FILE'));
    refuseTooLarge(source.capacityBytes, target);
    const { clock, signal, timings } = context;
    const bytesPerSecond = timings.copyBytesPerSecond;
    await copyDisk({ client, source, file: target.file, clock, signal, bytesPerSecond, progress });
  } finally {
    await client.logout();
  }
}

async function findDisk(client: VcenterClient, uuid: string, backingFile: string): Promise<DiskSource> {
  const machine = (await client.findByUuid(uuid, 'bios')) ?? (await client.findByUuid(uuid, 'instance'));
  if (!machine) throw new ProgramFailure(`Unable to process data: no machine has the UUID ${uuid}`);
  const disks = await disksOf(client, await client.properties(machine, diskProperties));
  const disk = disks.find((candidate) => candidate.backingFile === backingFile);
  if (!disk)
    throw new ProgramFailure(`Unable to process data: the machine has no disk ${path.posix.basename(backingFile)}`);
  return disk;
}

async function importHttp(context: ProgramContext, target: Target, progress: (ratio: number) => void): Promise<void> {
  const { clock, signal, environment, network } = context;
  const url = environment.get('IMPORTER_ENDPOINT') ?? '';
  const response = await network.send({ method: 'GET', url, headers: {}, signal });
  if (response.status !== 200)
    throw new ProgramFailure(`Unable to process data: expected status code 200, got ${response.status}`);
  const total = Number(response.headers['content-length'] ?? 0);
  let received = 0;
  const counted = async function* () {
    for await (const chunk of response.body) {
      received += chunk.length;
      if (total > 0) progress(Math.min(1, received / total));
      yield chunk;
    }
  };
  const packed = new URL(url).pathname.endsWith('.gz');
  const body: AsyncIterable<Uint8Array> = packed ? Readable.from(counted()).pipe(createGunzip()) : counted();
  const handle = await real(clock, open(target.file, 'r+'));
  try {
    let at = 0;
    for await (const chunk of body) {
      signal.throwIfAborted();
      refuseTooLarge(at + chunk.length, target);
      await real(clock, writeSparsely(handle, chunk, at));
      at += chunk.length;
    }
  } finally {
    await real(clock, handle.close());
  }
}
