import { expect, it } from 'vitest';
import { diskContent } from './disk-content.ts';
import type { DiskContentSpec } from './disk-content.ts';
import { decodeGuestHeader } from './guest-header.ts';

const mib = 1024 * 1024;
const guest = {
  os: 'rhel9',
  osName: 'Red Hat Enterprise Linux 9.4',
  family: 'linux',
  firmware: 'bios',
  freeSpace: { '/': mib },
} as const;
const root: DiskContentSpec = {
  seed: 'a',
  machine: 'vm-1',
  disk: 0,
  capacityBytes: 512 * mib,
  dataBytes: 20 * mib,
  guest,
};

const shapes: Record<string, DiskContentSpec> = {
  'a sparse root disk': root,
  'a sparse data disk': { ...root, disk: 1, guest: undefined },
  'a disk without holes': { ...root, capacityBytes: 3 * mib, dataBytes: 3 * mib },
  'a disk of one grain': { ...root, capacityBytes: 64 * 1024, dataBytes: 1 },
  'a capacity that is no multiple of a grain': {
    ...root,
    capacityBytes: 5 * mib + 512,
    dataBytes: 9 * mib,
    guest: undefined,
  },
  'an empty disk': { ...root, dataBytes: 0, guest: undefined },
  'a disk beyond 4 GiB': { ...root, capacityBytes: 40 * 1024 * mib, dataBytes: 64 * mib },
};

for (const [name, spec] of Object.entries(shapes)) {
  it(`lays out ${name}: ascending extents within the capacity, holding the announced data`, () => {
    const extents = diskContent(spec).extents();
    let end = -1;
    for (const extent of extents) {
      expect(extent.offset).toBeGreaterThan(end);
      expect(extent.length).toBeGreaterThan(0);
      end = extent.offset + extent.length;
    }
    expect(end).toBeLessThanOrEqual(spec.capacityBytes);
    const data = extents.reduce((sum, extent) => sum + extent.length, 0);
    const wanted = Math.min(spec.dataBytes, spec.capacityBytes);
    expect(data).toBeGreaterThanOrEqual(wanted);
    expect(data - wanted).toBeLessThan(64 * 1024);
  });

  it(`reads ${name} the same in one piece and in odd pieces`, () => {
    const content = diskContent(spec);
    for (const extent of content.extents().slice(0, 3)) {
      const start = Math.max(0, extent.offset - 777);
      const length = Math.min(extent.length + 2000, spec.capacityBytes - start, 300_000);
      const whole = content.read(start, length);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < length; at += 4999)
        pieces.push(diskContent(spec).read(start + at, Math.min(4999, length - at)));
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    }
  });

  it(`keeps the ranges that a conversion rewrites in ${name} inside data, apart, and off the header`, () => {
    const content = diskContent(spec);
    const ranges = [...content.convertRanges()].sort((a, b) => a.offset - b.offset);
    expect(ranges).toHaveLength(spec.guest ? 3 : 0);
    let end = 4096;
    for (const range of ranges) {
      expect(range.offset).toBeGreaterThanOrEqual(end);
      end = range.offset + range.length;
      expect(
        content.extents().some((extent) => extent.offset <= range.offset && end <= extent.offset + extent.length),
      ).toBe(true);
    }
  });
}

it('has no block of zeros in its extents and only zeros outside', () => {
  const content = diskContent({ ...root, capacityBytes: 24 * mib, dataBytes: 9 * mib });
  const inData = new Uint8Array(24 * 256);
  for (const extent of content.extents()) inData.fill(1, extent.offset / 4096, (extent.offset + extent.length) / 4096);
  const bytes = content.read(0, 24 * mib);
  for (let index = 0; index < inData.length; index += 1) {
    const isZero = !bytes.subarray(index * 4096, (index + 1) * 4096).some((byte) => byte !== 0);
    expect(isZero).toBe(inData[index] === 0);
  }
});

it('tells the guest and the ranges it may rewrite in its first block', () => {
  const content = diskContent(root);
  expect(decodeGuestHeader(content.read(0, 4096))).toEqual({ ...guest, convert: content.convertRanges() });
  expect(decodeGuestHeader(diskContent({ ...root, guest: undefined }).read(0, 4096))).toBeUndefined();
});

for (const [what, other] of Object.entries({ seed: { seed: 'b' }, machine: { machine: 'vm-2' }, disk: { disk: 1 } })) {
  it(`differs by ${what}`, () => {
    const bytes = diskContent({ ...root, ...other }).read(8192, 4096);
    expect(Buffer.from(bytes).equals(diskContent(root).read(8192, 4096))).toBe(false);
  });
}

it('refuses to read beyond its end', () => {
  expect(() => diskContent(root).read(512 * mib - 1, 2)).toThrow(RangeError);
});
