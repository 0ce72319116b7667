import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { bodyOf, jsonResponse } from '../../wire.ts';
import type { Handle } from '../../wire.ts';
import { parseBytes } from '../../quantity.ts';
import { real } from '../api/time.ts';
import { ProgramFailure } from '../pods/program.ts';
import type { Exit, ProgramContext } from '../pods/program.ts';
import { writeSparsely } from '../vsphere/copy-disk.ts';
import { usableBytes } from './claim-spec.ts';
import { refuseTooLarge } from './import-target.ts';
import type { Target } from './import-target.ts';
import { importVddk, isDelta } from './vddk-import.ts';

export const metricsPort = 8443;

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

/** An importer starts over each time: what an earlier one left is wiped, unless it is what changes are applied to. */
async function prepareTarget(context: ProgramContext): Promise<Target> {
  const disk = context.disks[0];
  if (!disk) throw new ProgramFailure('Unable to process data: no volume is mounted');
  const bytes = disk.mode === 'Block' ? disk.capacityBytes : imageBytes(context, disk.capacityBytes);
  if (!isDelta(context)) await real(context.clock, reset(disk.file, bytes));
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
