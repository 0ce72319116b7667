import { stat, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { bodyOf, readText } from '../../wire.ts';
import { Bench, credentials, firstDifference, modelOf, smallMachine, vcenterUrl } from '../testing/bench.ts';
import { runImporter } from './importer.ts';

const mebibyte = 2 ** 20;
let bench: Bench;
afterEach(() => bench.close());

function vddkEnvironment(change: Readonly<Record<string, string>> = {}): Record<string, string> {
  const vm = bench.vcenter.machines.get('vm-1');
  return {
    IMPORTER_SOURCE: 'vddk',
    IMPORTER_ENDPOINT: `${vcenterUrl}/sdk`,
    IMPORTER_ACCESS_KEY_ID: credentials.user,
    IMPORTER_SECRET_KEY: credentials.password,
    IMPORTER_UUID: vm.uuid,
    IMPORTER_BACKING_FILE: `[vmfs-01] ${vm.disks[0]?.files[0] ?? ''}`,
    ...change,
  };
}

test('a VDDK import is equal to the source byte by byte and leaves holes', async () => {
  bench = await Bench.create();
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
  const result = await bench.finish(bench.start(runImporter, { environment: vddkEnvironment(), disks: [disk] }));
  expect(result).toEqual({ status: 'fulfilled', value: { code: 0, message: 'Import Complete' } });
  const content = bench.content(0);
  expect(await firstDifference(disk.file, content)).toBe(-1);
  const { blocks } = await stat(disk.file);
  expect(blocks * 512).toBeLessThan(3 * mebibyte);
  expect([...bench.vcenter.servedBytes.values()]).toEqual([2 * mebibyte]);
});

test('what an earlier attempt left is wiped', async () => {
  bench = await Bench.create();
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
  await writeFile(disk.file, Buffer.alloc(8 * mebibyte, 'left'));
  await bench.finish(bench.start(runImporter, { environment: vddkEnvironment(), disks: [disk] }));
  const content = bench.content(0);
  expect(await firstDifference(disk.file, content)).toBe(-1);
});

test.each([
  ['a wrong password', { IMPORTER_SECRET_KEY: 'wrong' }, /incorrect user name or password/i],
  ['an unknown machine', { IMPORTER_UUID: '00000000-0000-0000-0000-000000000000' }, /no machine has the UUID/],
  ['an unknown disk', { IMPORTER_BACKING_FILE: '[vmfs-01] web-01/other.vmdk' }, /no disk other\.vmdk/],
  ['another certificate', { IMPORTER_THUMBPRINT: 'AA:BB' }, /thumbprint AA:BB/],
  ['an unknown source', { IMPORTER_SOURCE: 'tape' }, /unknown source type tape/],
])('%s fails', async (_, change, message) => {
  bench = await Bench.create();
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
  const options = { environment: vddkEnvironment(change), disks: [disk], fingerprint: 'CC:DD' };
  const result = await bench.finish(bench.start(runImporter, options));
  expect(result).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(message) as unknown } });
});

test('a machine that runs has locked its disks', async () => {
  bench = await Bench.create();
  bench.vcenter.machines.setPower('vm-1', 'poweredOn');
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
  const result = await bench.finish(bench.start(runImporter, { environment: vddkEnvironment(), disks: [disk] }));
  expect(result).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('locked') as unknown },
  });
});

test('a volume that is too small is refused', async () => {
  bench = await Bench.create();
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 4 * mebibyte);
  const result = await bench.finish(bench.start(runImporter, { environment: vddkEnvironment(), disks: [disk] }));
  expect(result).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('larger than the reported available storage') as unknown },
  });
});

test('a blank image in a file system has the requested size', async () => {
  bench = await Bench.create();
  const disk = { ...(await bench.blockDevice('/data', 0)), mode: 'Filesystem', capacityBytes: 10 * mebibyte } as const;
  const environment = { IMPORTER_SOURCE: 'none', IMPORTER_IMAGE_SIZE: '20Mi', FILESYSTEM_OVERHEAD: '0.055' };
  await bench.finish(bench.start(runImporter, { environment, disks: [disk] }));
  expect((await stat(disk.file)).size).toBe(9 * mebibyte);
});

test('an HTTP import writes the body', async () => {
  bench = await Bench.create();
  const body = Buffer.alloc(mebibyte, 7);
  await bench.network.listen(
    () => Promise.resolve({ status: 200, headers: { 'content-length': `${body.length}` }, body: bodyOf(body) }),
    { host: 'files.sandbox.test', port: 80 },
  );
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 2 * mebibyte);
  const environment = { IMPORTER_SOURCE: 'http', IMPORTER_ENDPOINT: 'http://files.sandbox.test/disk.img' };
  const result = await bench.finish(bench.start(runImporter, { environment, disks: [disk] }));
  expect(result.status).toBe('fulfilled');
  const content = {
    capacityBytes: 2 * mebibyte,
    read: (offset: number, length: number) => (offset < mebibyte ? body.subarray(0, length) : new Uint8Array(length)),
    extents: () => [],
    convertRanges: () => [],
  };
  expect(await firstDifference(disk.file, content)).toBe(-1);
});

test('progress is served while bytes flow', async () => {
  bench = await Bench.create();
  const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
  const timings = { copyBytesPerSecond: mebibyte / 2 };
  const run = bench.start(runImporter, {
    environment: { ...vddkEnvironment(), OWNER_UID: 'o' },
    disks: [disk],
    timings,
  });
  await bench.clock.advance(1_500);
  const response = await bench.network.send({
    method: 'GET',
    url: `http://${bench.address}:8443/metrics`,
    headers: {},
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  const percent = Number(/ownerUID="o"\} ([\d.]+)/.exec(Buffer.concat(chunks).toString())?.[1]);
  expect(percent).toBeGreaterThan(0);
  expect(percent).toBeLessThan(100);
  expect((await bench.finish(run)).status).toBe('fulfilled');
});

describe('in stages', () => {
  const busy = { ...smallMachine, power: 'poweredOn', changeTracking: true, writes: { everyMs: 1000 } } as const;
  const stage = (current: string, previous: string, change: Readonly<Record<string, string>> = {}) => ({
    environment: vddkEnvironment({
      IMPORTER_CURRENT_CHECKPOINT: current,
      IMPORTER_PREVIOUS_CHECKPOINT: previous,
      IMPORTER_FINAL_CHECKPOINT: 'false',
      ...change,
    }),
  });

  async function percent(): Promise<number> {
    const url = `http://${bench.address}:8443/metrics`;
    const text = await readText(await bench.network.send({ method: 'GET', url, headers: {} }));
    return Number(/\} ([\d.]+)$/m.exec(text)?.[1]);
  }

  test.each([
    ['a change id', (changeId: string) => changeId],
    ['another snapshot', (_: string, snapshot: string) => snapshot],
  ])('one after %s brings the volume to the next snapshot, and tells its share of the disk', async (_, previousOf) => {
    bench = await Bench.create(modelOf(busy));
    const { machines } = bench.vcenter;
    const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
    const first = machines.snapshot('vm-1', 'first');
    await writeFile(disk.file, Buffer.alloc(8 * mebibyte, 'left'));
    await bench.finish(bench.start(runImporter, { ...stage(first.id, ''), disks: [disk] }));
    expect(await firstDifference(disk.file, machines.content('vm-1', 0, first.id))).toBe(-1);
    await bench.clock.advance(20_000);
    const second = machines.snapshot('vm-1', 'second');
    const options = { ...stage(second.id, previousOf(first.disks[0]?.changeId ?? '', first.id)), disks: [disk] };
    const run = bench.start(runImporter, { ...options, timings: { copyBytesPerSecond: mebibyte / 4 } });
    await bench.clock.advance(2_000);
    const before = await percent();
    expect((await bench.finish(run)).status).toBe('fulfilled');
    expect(await firstDifference(disk.file, machines.content('vm-1', 0, second.id))).toBe(-1);
    // One chunk, of a mebibyte, of eight.
    expect(before).toBe(12.5);
  });

  test.each<[string, (ids: { id: string; changeId: string }) => [string, string], RegExp]>([
    ['a snapshot that is not there', () => ['snapshot-9', ''], /snapshot "snapshot-9" not found/],
    ['an earlier snapshot that is not there', ({ id }) => [id, 'snapshot-9'], /snapshot "snapshot-9" not found/],
    [
      'a change id of another disk',
      ({ id }) => [id, `52${' 00'.repeat(7)}-00${' 00'.repeat(7)}/1`],
      /Error caused by file/,
    ],
    ['an earlier checkpoint alone', ({ changeId }) => ['', changeId], /previous checkpoint set without current/],
  ])('%s fails and leaves the volume as it was', async (_, checkpoints, message) => {
    bench = await Bench.create(modelOf(busy));
    const disk = await bench.blockDevice('/dev/cdi-block-volume', 8 * mebibyte);
    const { id, disks } = bench.vcenter.machines.snapshot('vm-1', 'first');
    const [current, previous] = checkpoints({ id, changeId: disks[0]?.changeId ?? '' });
    const result = await bench.finish(bench.start(runImporter, { ...stage(current, previous), disks: [disk] }));
    expect(result).toMatchObject({ reason: { message: expect.stringMatching(message) as unknown } });
    expect((await stat(disk.file)).blocks).toBe(0);
  });
});
