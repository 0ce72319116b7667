import { expect, it } from 'vitest';
import type { DiskContentSpec, Extent } from './disk-content.ts';
import { diskContent } from './disk-content.ts';
import { guestHeaderBytes } from './guest-header.ts';
import { guestWrite, WrittenDisk } from './written-disk.ts';

const mib = 1024 * 1024;
const block = 4096;
const spec: DiskContentSpec = { seed: 'a', machine: 'vm-1', disk: 0, capacityBytes: 8 * mib, dataBytes: 2 * mib };

const covers = (extents: readonly Extent[], offset: number) =>
  extents.some((extent) => extent.offset <= offset && offset < extent.offset + extent.length);

function blocksThatDiffer(one: Uint8Array, other: Uint8Array): number[] {
  const found: number[] = [];
  for (let offset = 0; offset < one.length; offset += block) {
    if (Buffer.compare(one.subarray(offset, offset + block), other.subarray(offset, offset + block)) !== 0)
      found.push(offset);
  }
  return found;
}

it('is what was seeded before the first tick', () => {
  const content = new WrittenDisk(spec).at(0);
  expect(blocksThatDiffer(content.read(0, 8 * mib), diskContent(spec).read(0, 8 * mib))).toEqual([]);
});

it('is at a tick what a replay of the writes up to it makes, whatever was asked before', () => {
  const disk = new WrittenDisk(spec);
  disk.at(500).read(0, block);
  for (const tick of [1, 8, 37, 200]) {
    const known = disk.at(tick).read(0, 8 * mib);
    const expected = new WrittenDisk(spec).at(tick).read(0, 8 * mib);
    expect(blocksThatDiffer(known, expected)).toEqual([]);
    const before = disk.at(tick - 1).read(0, 8 * mib);
    const write = guestWrite(spec, tick);
    if (write === undefined) throw new Error('The disk has room.');
    const written = Array.from({ length: write.blocks }, (_, index) => (write.block + index) * block);
    for (const offset of blocksThatDiffer(known, before)) expect(written).toContain(offset);
    for (const offset of written) expect(known.subarray(offset, offset + block).some(Boolean)).toBe(!write.discards);
  }
});

it('has changed nowhere else than its changed areas say, and these are whole grains', () => {
  const disk = new WrittenDisk(spec);
  for (const [from, to] of [
    [0, 1],
    [5, 40],
    [40, 41],
    [0, 300],
  ] as const) {
    const areas = disk.changed(from, to);
    const differ = blocksThatDiffer(disk.at(from).read(0, 8 * mib), disk.at(to).read(0, 8 * mib));
    expect(differ.length).toBeGreaterThan(0);
    for (const offset of differ) expect(covers(areas, offset)).toBe(true);
    for (const { offset, length } of areas) expect([offset % 65_536, length % 65_536]).toEqual([0, 0]);
  }
  expect(disk.changed(12, 12)).toEqual([]);
});

it('holds data exactly where its extents say', () => {
  for (const tick of [8, 250]) {
    const content = new WrittenDisk(spec).at(tick);
    const bytes = content.read(0, 8 * mib);
    for (let offset = 0; offset < bytes.length; offset += block)
      expect(bytes.subarray(offset, offset + block).some(Boolean)).toBe(covers(content.extents(), offset));
  }
});

it('reads the same in one piece and in odd pieces', () => {
  const content = new WrittenDisk(spec).at(60);
  const whole = content.read(0, mib);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < mib; at += 4999) pieces.push(content.read(at, Math.min(4999, mib - at)));
  expect(Buffer.concat(pieces).equals(whole)).toBe(true);
});

it('never loses what tells of the guest', () => {
  const content = new WrittenDisk(spec).at(2000);
  expect(content.read(0, guestHeaderBytes)).toEqual(diskContent(spec).read(0, guestHeaderBytes));
});

it('does not change where there is no room', () => {
  const small = { ...spec, capacityBytes: 64 * 1024, dataBytes: 1 };
  expect(guestWrite(small, 1)).toBeUndefined();
  expect(new WrittenDisk(small).changed(0, 100)).toEqual([]);
});
