import { diskContent, grainBytes } from './disk-content.ts';
import type { DiskContent, DiskContentSpec, Extent } from './disk-content.ts';
import { blockBytes, noiseBlock } from './noise-block.ts';
import { hash32, mix } from './noise.ts';

/** What a guest does to its disk at one tick. */
export interface GuestWrite {
  /** Number of the first 4 KiB block. */
  readonly block: number;
  readonly blocks: number;
  /** The guest gives the blocks back: they read as zeros. */
  readonly discards: boolean;
}

const longestWrite = 24;
const hotShare = 64;
const discardEvery = 8;

/**
 * What the guest of `spec` writes at `tick`, the first being 1; it depends on nothing else. Half of the writes meet a
 * small part of the disk, so that blocks are written again and again; the first block, which tells of the guest, is
 * never among them. undefined on a disk without room.
 */
export function guestWrite(spec: DiskContentSpec, tick: number): GuestWrite | undefined {
  const blocks = Math.floor(spec.capacityBytes / blockBytes) - 1;
  if (blocks < longestWrite) return undefined;
  const key = keyOf(spec);
  const length = 1 + (mix(key, tick * 3) % longestWrite);
  const isHot = mix(key, tick * 3 + 1) % 2 === 0;
  const room = isHot ? Math.max(longestWrite, Math.floor(blocks / hotShare)) : blocks;
  const block = 1 + (mix(key, tick * 3 + 2) % (room - length + 1));
  return { block, blocks: length, discards: tick % discardEvery === 0 };
}

function keyOf(spec: DiskContentSpec): number {
  return hash32(`${spec.seed}/${spec.machine}/${spec.disk}/writes`);
}

/** A disk whose guest goes on writing: its bytes as they were after any tick. */
export class WrittenDisk {
  readonly #spec: DiskContentSpec;
  readonly #base: DiskContent;
  readonly #key: number;
  /** Ticks at which each block was written, ascending; negative where it was discarded. */
  readonly #ticks = new Map<number, number[]>();
  #known = 0;

  constructor(spec: DiskContentSpec) {
    this.#spec = spec;
    this.#base = diskContent(spec);
    this.#key = keyOf(spec);
  }

  /** As after `tick`; 0 is before the first write. */
  at(tick: number): DiskContent {
    this.#learn(tick);
    if (tick === 0) return this.#base;
    let extents: readonly Extent[] | undefined;
    return {
      ...this.#base,
      extents: () => (extents ??= this.#extentsAt(tick)),
      read: (offset, length) => this.#read(offset, length, tick),
    };
  }

  /** Areas written after tick `from` and up to tick `to`, in the grains in which change tracking counts. */
  changed(from: number, to: number): Extent[] {
    this.#learn(to);
    const grains = new Set<number>();
    for (const [block, ticks] of this.#ticks) {
      if (ticks.some((tick) => Math.abs(tick) > from && Math.abs(tick) <= to))
        grains.add(Math.floor((block * blockBytes) / grainBytes));
    }
    const areas = [...grains].map((grain) => ({ offset: grain * grainBytes, length: grainBytes }));
    return joined(areas, this.#spec.capacityBytes);
  }

  #learn(upTo: number): void {
    for (let tick = this.#known + 1; tick <= upTo; tick += 1) {
      const write = guestWrite(this.#spec, tick);
      if (write === undefined) continue;
      for (let block = write.block; block < write.block + write.blocks; block += 1) {
        const ticks = this.#ticks.get(block) ?? [];
        ticks.push(write.discards ? -tick : tick);
        this.#ticks.set(block, ticks);
      }
    }
    this.#known = Math.max(this.#known, upTo);
  }

  #lastWrite(block: number, tick: number): number | undefined {
    return this.#ticks.get(block)?.findLast((candidate) => Math.abs(candidate) <= tick);
  }

  #read(offset: number, length: number, tick: number): Uint8Array {
    const target = this.#base.read(offset, length);
    const end = offset + length;
    for (let block = Math.floor(offset / blockBytes); block * blockBytes < end; block += 1) {
      const written = this.#lastWrite(block, tick);
      if (written === undefined) continue;
      const from = Math.max(offset, block * blockBytes);
      const to = Math.min(end, (block + 1) * blockBytes);
      const within = from - block * blockBytes;
      if (written < 0) target.fill(0, from - offset, to - offset);
      else target.set(noiseBlock(mix(this.#key, written), block).subarray(within, within + to - from), from - offset);
    }
    return target;
  }

  #extentsAt(tick: number): Extent[] {
    const pieces: Extent[] = [];
    const touched: number[] = [];
    for (const block of this.#ticks.keys()) {
      const written = this.#lastWrite(block, tick);
      if (written === undefined) continue;
      touched.push(block);
      if (written > 0) pieces.push({ offset: block * blockBytes, length: blockBytes });
    }
    touched.sort((one, other) => one - other);
    pieces.push(...without(this.#base.extents(), touched));
    return joined(pieces, this.#spec.capacityBytes);
  }
}

/** What is left of `extents` when `blocks` (ascending) are taken out. */
function* without(extents: readonly Extent[], blocks: readonly number[]): Iterable<Extent> {
  let next = 0;
  for (const extent of extents) {
    const end = extent.offset + extent.length;
    let at = extent.offset;
    for (; (blocks[next] ?? Infinity) * blockBytes < end; next += 1) {
      const hole = (blocks[next] ?? 0) * blockBytes;
      if (hole > at) yield { offset: at, length: hole - at };
      at = Math.max(at, hole + blockBytes);
    }
    if (at < end) yield { offset: at, length: end - at };
  }
}

/** Ascending, none touching another, none beyond the end. */
function joined(extents: readonly Extent[], capacityBytes: number): Extent[] {
  const result: { offset: number; length: number }[] = [];
  for (const extent of [...extents].sort((one, other) => one.offset - other.offset)) {
    const end = Math.min(extent.offset + extent.length, capacityBytes);
    const last = result.at(-1);
    if (last && last.offset + last.length >= extent.offset) last.length = Math.max(last.length, end - last.offset);
    else if (end > extent.offset) result.push({ offset: extent.offset, length: end - extent.offset });
  }
  return result;
}
