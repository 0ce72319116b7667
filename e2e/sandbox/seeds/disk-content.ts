import { encodeGuestHeader, guestHeaderBytes } from './guest-header.ts';
import type { DiskRange, GuestHeader } from './guest-header.ts';
import { blockBytes, noiseBlock } from './noise-block.ts';
import { hash32, mix } from './noise.ts';

/** Everything that the bytes of a simulated disk depend on. */
export interface DiskContentSpec {
  readonly seed: string;
  /** The machine's immutable id. */
  readonly machine: string;
  readonly disk: number;
  readonly capacityBytes: number;
  /** Bytes that are not holes; rounded up to whole 64 KiB and to at most the capacity. */
  readonly dataBytes: number;
  /** On a root disk: what stands in its header, whose `convert` is derived from the seed. */
  readonly guest?: Omit<GuestHeader, 'convert'>;
}

export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** A sparse disk whose bytes are computed when they are read. */
export interface DiskContent {
  readonly capacityBytes: number;
  /** `length` bytes from `offset`; holes are zeros. Throws RangeError beyond the capacity. */
  read(offset: number, length: number): Uint8Array;
  /** Ranges that hold data, ascending, none touching another. No 4 KiB block in them is all zeros. */
  extents(): readonly Extent[];
  /** Ranges of this disk that a conversion may rewrite. */
  convertRanges(): readonly DiskRange[];
}

export const grainBytes = 64 * 1024;
const extentBytes = 4 * 1024 * 1024;
const convertedBytes = [8192, 4096, 12288];

export function diskContent(spec: DiskContentSpec): DiskContent {
  const key = hash32(`${spec.seed}/${spec.machine}/${spec.disk}`);
  const extents = layOut(key, spec.capacityBytes, spec.dataBytes);
  const convert = spec.guest === undefined ? [] : placeConversion(key, spec.disk, extents);
  const header = spec.guest && extents.length > 0 ? encodeGuestHeader({ ...spec.guest, convert }) : undefined;
  return {
    capacityBytes: spec.capacityBytes,
    extents: () => extents,
    convertRanges: () => convert,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > spec.capacityBytes) {
        throw new RangeError(`${offset}+${length} is outside of a disk of ${spec.capacityBytes} bytes.`);
      }
      const target = new Uint8Array(length);
      for (const extent of overlapping(extents, offset, length)) fill(target, offset, extent, key);
      if (header && offset < guestHeaderBytes) target.set(header.subarray(offset, offset + length));
      return target;
    },
  };
}

/** Spreads the data over the whole capacity: one extent in each of equally large slots, the first at offset 0. */
function layOut(key: number, capacityBytes: number, dataBytes: number): Extent[] {
  const grains = Math.ceil(Math.min(dataBytes, capacityBytes) / grainBytes);
  if (grains === 0) return [];
  const capacityGrains = Math.ceil(capacityBytes / grainBytes);
  const slots = Math.min(grains, Math.max(1, Math.round((grains * grainBytes) / extentBytes)));
  const placed: Extent[] = [];
  for (let slot = 0; slot < slots; slot += 1) {
    const start = Math.floor((slot * capacityGrains) / slots);
    const room = Math.floor(((slot + 1) * capacityGrains) / slots) - start;
    const wanted = Math.floor(((slot + 1) * grains) / slots) - Math.floor((slot * grains) / slots);
    const size = Math.min(wanted, room);
    const shift = slot === 0 ? 0 : mix(key, slot) % (room - size + 1);
    const offset = (start + shift) * grainBytes;
    const length = Math.min(size * grainBytes, capacityBytes - offset);
    const last = placed.at(-1);
    if (last && last.offset + last.length === offset)
      placed[placed.length - 1] = { offset: last.offset, length: last.length + length };
    else placed.push({ offset, length });
  }
  return placed;
}

/** Conversion touches few small places, each inside data and none in the header. */
function placeConversion(key: number, disk: number, extents: readonly Extent[]): DiskRange[] {
  const ranges: DiskRange[] = [];
  convertedBytes.forEach((length, index) => {
    const extent = extents[Math.floor((index * extents.length) / convertedBytes.length)];
    if (extent === undefined || extent.length < grainBytes) return;
    const room = Math.floor(extent.length / grainBytes);
    const grain = Math.floor((index * room) / convertedBytes.length);
    // Four blocks apart where they share a grain, so that ranges never meet.
    const inside =
      blockBytes * (1 + (mix(key, 0x636f6e76 + index) % 3)) +
      (room < convertedBytes.length ? index * 4 * blockBytes : 0);
    ranges.push({ disk, offset: extent.offset + grain * grainBytes + inside, length });
  });
  return ranges;
}

function* overlapping(extents: readonly Extent[], offset: number, length: number): Iterable<Extent> {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const extent = extents[middle];
    if (extent && extent.offset + extent.length <= offset) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < extents.length; index += 1) {
    const extent = extents[index];
    if (extent === undefined || extent.offset >= offset + length) return;
    yield extent;
  }
}

function fill(target: Uint8Array, offset: number, extent: Extent, key: number): void {
  const start = Math.max(offset, extent.offset);
  const end = Math.min(offset + target.length, extent.offset + extent.length);
  for (let at = start; at < end;) {
    const index = Math.floor(at / blockBytes);
    const from = at - index * blockBytes;
    const to = Math.min(blockBytes, end - index * blockBytes);
    target.set(noiseBlock(key, index).subarray(from, to), at - offset);
    at += to - from;
  }
}
