import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { real, sleep } from '../api/time.ts';
import { allocatedExtents, readRange } from './disk-source.ts';
import type { DiskSource, Extent } from './disk-source.ts';
import type { VcenterClient } from './vcenter-client.ts';

export interface CopyOptions {
  readonly client: VcenterClient;
  readonly source: DiskSource;
  /** Written in place; holes of the source are left as they are. */
  readonly file: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly bytesPerSecond?: number;
  /** 0 to 1. */
  progress(ratio: number): void;
}

const requestBytes = 32 * 1024 * 1024;
const concurrency = 4;
const attempts = 3;
const retryMs = 1_000;

/** Copies what the source has allocated; a broken connection is tried again from where it broke. */
export async function copyDisk(options: CopyOptions): Promise<void> {
  const { client, source, clock } = options;
  const found = await allocatedExtents(client, source);
  const handle = await real(clock, open(options.file, 'r+'));
  try {
    if ('whole' in found) {
      const meter = new Meter(options, source.capacityBytes);
      await writeAll(options, handle, meter, 0, found.whole.body);
    } else {
      await copyExtents(options, handle, found.extents);
    }
    options.progress(1);
  } finally {
    await real(clock, handle.close());
  }
}

async function copyExtents(options: CopyOptions, handle: FileHandle, extents: readonly Extent[]): Promise<void> {
  const requests = split(extents);
  const meter = new Meter(
    options,
    extents.reduce((sum, { length }) => sum + length, 0),
  );
  const work = async () => {
    for (let request = requests.shift(); request; request = requests.shift()) {
      await copyRange(options, handle, meter, request);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function copyRange(options: CopyOptions, handle: FileHandle, meter: Meter, request: Extent): Promise<void> {
  let { offset } = request;
  const end = request.offset + request.length;
  for (let attempt = 1; offset < end; attempt += 1) {
    try {
      const response = await readRange(options.client, options.source, { offset, length: end - offset });
      await writeAll(options, handle, meter, offset, response.body, (to) => {
        offset = to;
      });
      if (offset < end) throw new Error(`The vCenter ended ${options.source.backingFile} early.`);
    } catch (error) {
      if (options.signal.aborted || attempt >= attempts) throw error;
      await sleep(options.clock, retryMs * attempt, options.signal);
    }
  }
}

async function writeAll(
  options: CopyOptions,
  handle: FileHandle,
  meter: Meter,
  offset: number,
  body: AsyncIterable<Uint8Array>,
  wrote: (offset: number) => void = () => undefined,
): Promise<void> {
  let at = offset;
  for await (const chunk of body) {
    options.signal.throwIfAborted();
    await real(options.clock, writeSparsely(handle, chunk, at));
    at += chunk.length;
    wrote(at);
    await meter.add(chunk.length);
  }
}

const grainBytes = 64 * 1024;
const zeros = Buffer.alloc(grainBytes);

/** Writes only what is not zero, in runs of grains. */
export async function writeSparsely(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  let start = -1;
  for (let at = 0; at < chunk.length; at += grainBytes) {
    const grain = chunk.subarray(at, at + grainBytes);
    const empty = Buffer.compare(grain, zeros.subarray(0, grain.length)) === 0;
    if (!empty && start < 0) start = at;
    if (empty && start >= 0) {
      await handle.write(chunk, start, at - start, position + start);
      start = -1;
    }
  }
  if (start >= 0) await handle.write(chunk, start, chunk.length - start, position + start);
}

function split(extents: readonly Extent[]): Extent[] {
  return extents.flatMap(({ offset, length }) =>
    Array.from({ length: Math.ceil(length / requestBytes) }, (_, index) => ({
      offset: offset + index * requestBytes,
      length: Math.min(requestBytes, length - index * requestBytes),
    })),
  );
}

/** Counts bytes, reports them and keeps to the rate. */
class Meter {
  readonly #options: CopyOptions;
  readonly #total: number;
  readonly #begun: number;
  #done = 0;

  constructor(options: CopyOptions, total: number) {
    this.#options = options;
    this.#total = total;
    this.#begun = options.clock.now();
  }

  async add(bytes: number): Promise<void> {
    const { clock, signal, bytesPerSecond, progress } = this.#options;
    this.#done += bytes;
    progress(this.#total === 0 ? 1 : Math.min(1, this.#done / this.#total));
    if (bytesPerSecond === undefined) return;
    const due = this.#begun + (this.#done / bytesPerSecond) * 1000;
    if (due > clock.now()) await sleep(clock, due - clock.now(), signal);
  }
}
