import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { real, sleep } from '../api/time.ts';
import { allocatedExtents, readRange } from './disk-source.ts';
import type { DiskSource } from './disk-source.ts';
import type { Extent, VcenterClient } from './vcenter-client.ts';

export interface CopyOptions {
  readonly client: VcenterClient;
  readonly source: DiskSource;
  /** Written in place. */
  readonly file: string;
  /** Copied as they are, zeros included; without them all that the source has allocated, its holes left as they are. */
  readonly areas?: readonly Extent[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly bytesPerSecond?: number;
  /** 0 to 1. */
  readonly progress: (ratio: number) => void;
}

const requestBytes = 32 * 1024 * 1024;
const concurrency = 4;
const attempts = 3;
const retryMs = 1_000;

/** A broken connection is tried again from where it broke. */
export async function copyDisk(options: CopyOptions): Promise<void> {
  const { client, source, clock, signal } = options;
  const found = options.areas ? { extents: options.areas } : await allocatedExtents(client, source);
  const handle = await real(clock, open(options.file, 'r+'));
  try {
    if ('whole' in found) {
      const meter = new Meter(options, source.capacityBytes);
      let at = 0;
      for await (const chunk of found.whole.body) {
        signal.throwIfAborted();
        await real(clock, writeSparsely(handle, chunk, at));
        at += chunk.length;
        await meter.add(chunk.length);
      }
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
  const total = extents.reduce((sum, { length }) => sum + length, 0);
  const meter = new Meter(options, total);
  let failed = false;
  const work = async () => {
    for (let request = requests.shift(); request && !failed; request = requests.shift()) {
      try {
        await copyRange(options, handle, meter, request);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function copyRange(options: CopyOptions, handle: FileHandle, meter: Meter, request: Extent): Promise<void> {
  const { client, source, clock, signal } = options;
  const end = request.offset + request.length;
  let { offset } = request;
  for (let attempt = 1; offset < end; attempt += 1) {
    try {
      const response = await readRange(client, source, { offset, length: end - offset });
      for await (const chunk of response.body) {
        signal.throwIfAborted();
        await real(clock, options.areas ? writeWhole(handle, chunk, offset) : writeSparsely(handle, chunk, offset));
        offset += chunk.length;
        await meter.add(chunk.length);
      }
      if (offset < end) throw new Error(`The vCenter ended ${source.backingFile} early.`);
    } catch (error) {
      if (signal.aborted || attempt >= attempts) throw error;
      await sleep(clock, retryMs * attempt, signal);
    }
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

async function writeWhole(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  await handle.write(chunk, 0, chunk.length, position);
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
