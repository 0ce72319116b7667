import { open } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DiskContent } from '../../seeds/disk-content.ts';
import { readText } from '../../wire.ts';
import type { Exit } from '../pods/program.ts';
import { Bench, credentials, firstDifference, modelOf, smallMachine } from '../testing/bench.ts';
import { runConversion } from './conversion.ts';

const mebibyte = 2 ** 20;
let bench: Bench;
afterEach(() => bench.close());

const environment = {
  V2V_libvirtURL: `vpx://${encodeURIComponent(credentials.user)}@vcenter.sandbox.test/Munich/Cluster-A/esx-01.sandbox.test?no_verify=1`,
  V2V_vmName: 'web-01',
  V2V_NewName: 'web',
  V2V_source: 'vCenter',
};
const secret = { accessKeyId: credentials.user, secretKey: credentials.password };

function mount() {
  return Promise.all([bench.blockDevice('/dev/block0', 8 * mebibyte), bench.blockDevice('/dev/block1', 4 * mebibyte)]);
}

async function ask(path: string, method = 'GET'): Promise<string | undefined> {
  try {
    return await readText(await bench.network.send({ method, url: `http://${bench.address}${path}`, headers: {} }));
  } catch {
    return undefined;
  }
}

async function fail(
  options: { environment?: Record<string, string>; secret?: Record<string, string> } = {},
): Promise<string> {
  const disks = await mount();
  const run = bench.start(runConversion, { environment, secret, disks, ...options });
  const result = await bench.finish<Exit>(run);
  if (result.status !== 'rejected') throw new Error('The conversion has succeeded.');
  return (result.reason as Error).message;
}

test('a conversion changes exactly the declared ranges and waits to be told to stop', async () => {
  bench = await Bench.create();
  const disks = await mount();
  const run = bench.start(runConversion, { environment, secret, disks });
  expect(await ask(':8080/vm')).toBeUndefined();
  await bench.clock.advance(10_000);

  const vm = parse((await ask(':8080/vm')) ?? '') as { metadata: { name: string; labels: Record<string, string> } };
  expect(vm.metadata).toMatchObject({
    name: 'web',
    labels: { 'libguestfs.org/osinfo': expect.stringMatching(/^rhel9/) as unknown },
  });
  expect(await ask(':8080/inspection')).toContain('<osinfo>rhel9');
  expect(JSON.parse((await ask(':8080/warnings')) ?? '')).toEqual([]);
  expect(await ask(':2112/metrics')).toContain('v2v_disk_transfers{disk_id="2"} 100.00');

  await ask(':8080/shutdown', 'POST');
  expect(await bench.finish(run)).toEqual({ status: 'fulfilled', value: { code: 0 } });
  expect(await ask(':2112/metrics')).toBeUndefined();

  const root = bench.content(0);
  const converted = root.convertRanges();
  expect(converted.length).toBeGreaterThan(0);
  expect(await firstDifference(disks[0].file, root)).toBe(Math.min(...converted.map(({ offset }) => offset)));
  expect(await firstDifference(disks[0].file, root, converted)).toBe(-1);
  expect(await firstDifference(disks[1].file, bench.content(1))).toBe(-1);
});

test('the gauge rises disk by disk', async () => {
  bench = await Bench.create();
  const disks = await mount();
  void bench
    .start(runConversion, { environment, secret, disks, timings: { copyBytesPerSecond: mebibyte / 2 } })
    .catch(() => undefined);
  const seen: number[][] = [];
  for (let second = 0; second < 8; second += 1) {
    await bench.clock.advance(1_000);
    const text = (await ask(':2112/metrics')) ?? '';
    seen.push(
      [...text.matchAll(/^v2v_disk_transfers\{disk_id="\d"\} ([\d.]+)$/gm)].map(([, percent]) => Number(percent)),
    );
  }
  const first = seen.map(([percent]) => percent);
  expect(first).toEqual([...first].sort((one, other) => (one ?? 0) - (other ?? 0)));
  expect(seen.some(([one, other]) => one !== undefined && one > 0 && one < 100 && other === 0)).toBe(true);
  expect(seen.at(-1)).toEqual([100, 100]);
});

test('killed midway it leaves garbage', async () => {
  bench = await Bench.create();
  const disks = await mount();
  const run = bench.start(runConversion, { environment, secret, disks, timings: { copyBytesPerSecond: mebibyte / 4 } });
  await bench.clock.advance(3_000);
  bench.stop.abort(new Error('killed'));
  expect((await bench.finish(run)).status).toBe('rejected');
  const root = bench.content(0);
  const data = root.extents();
  expect(await firstDifference(disks[0].file, root, data)).toBeGreaterThan(0);
});

test.each([
  ['a wrong password', { secret: { ...secret, secretKey: 'wrong' } }, /VI_ERROR_LOGIN/],
  [
    'an unknown machine',
    { environment: { ...environment, V2V_vmName: 'nobody' } },
    /no domain with matching name 'nobody'/,
  ],
  ['a malformed URL', { environment: { ...environment, V2V_libvirtURL: 'https://x' } }, /cannot parse/],
])('%s fails', async (_, options, message) => {
  bench = await Bench.create();
  expect(await fail(options)).toMatch(message);
});

test('a machine that runs has locked its disks', async () => {
  bench = await Bench.create();
  bench.vcenter.machines.setPower('vm-1', 'poweredOn');
  expect(await fail()).toContain('locked');
});

test('a machine without a system is refused before anything is copied', async () => {
  const disks = smallMachine.disks?.map((disk) => ({ ...disk, dataBytes: 0 })) ?? [];
  bench = await Bench.create(modelOf({ ...smallMachine, disks }));
  expect(await fail()).toContain('no operating system was found');
});

test('two machines of one name are told apart by their host', async () => {
  const other = {
    ...smallMachine,
    id: 'vm-2',
    host: 'esx-02.sandbox.test',
    folder: 'Other',
    disks: smallMachine.disks?.slice(0, 1) ?? [],
  };
  bench = await Bench.create(modelOf({ ...smallMachine, host: 'esx-01.sandbox.test' }, other));
  const disks = await mount();
  const run = bench.start(runConversion, { environment, secret, disks });
  await bench.clock.advance(10_000);
  await ask(':8080/shutdown', 'POST');
  expect((await bench.finish(run)).status).toBe('fulfilled');
});

describe('an inspection', () => {
  const disk = (index: number) => `[vmfs-01] ${bench.vcenter.machines.get('vm-1').disks[index]?.files[0] ?? ''}`;
  const inspecting = () => ({
    ...environment,
    V2V_remoteInspection: 'true',
    V2V_remoteInspectDisk_0: disk(0),
    V2V_remoteInspectDisk_1: disk(1),
  });

  test('says what is on the disks in its log, and ends', async () => {
    bench = await Bench.create();
    const run = bench.start(runConversion, { environment: inspecting(), secret, disks: [] });
    expect(await bench.finish(run)).toEqual({ status: 'fulfilled', value: { code: 0 } });
    expect(bench.log.join('\n')).toContain('<osinfo>rhel9');
  });

  test.each<[string, () => Promise<Record<string, string>>, RegExp]>([
    [
      'of a machine that writes to the file itself',
      () => {
        bench.vcenter.machines.setPower('vm-1', 'poweredOn');
        return Promise.resolve(inspecting());
      },
      /Failed to lock/,
    ],
    [
      'of a disk that is not there',
      () => Promise.resolve({ ...inspecting(), V2V_remoteInspectDisk_1: '[ds] x.vmdk' }),
      /not present/,
    ],
    [
      'of a disk without a system',
      () => {
        return Promise.resolve({ ...inspecting(), V2V_remoteInspectDisk_0: disk(1) });
      },
      /no operating system was found/,
    ],
    ['of nothing', () => Promise.resolve({ ...environment, V2V_remoteInspection: 'true' }), /No remote disks/],
  ])('%s fails', async (_, given, message) => {
    bench = await Bench.create();
    const run = bench.start(runConversion, { environment: await given(), secret, disks: [] });
    expect(await bench.finish<Exit>(run)).toMatchObject({
      reason: { message: expect.stringMatching(message) as unknown },
    });
  });
});

describe('in place', () => {
  const inPlace = { ...environment, V2V_inPlace: '1' };

  async function mountCopies() {
    const disks = await mount();
    for (const [index, disk] of disks.entries()) await fill(disk.file, bench.content(index));
    return disks;
  }

  async function fill(file: string, content: DiskContent): Promise<void> {
    const handle = await open(file, 'r+');
    for (const { offset, length } of content.extents())
      await handle.write(content.read(offset, length), 0, length, offset);
    await handle.close();
  }

  test('a conversion changes exactly the declared ranges of volumes that were filled before, and copies nothing', async () => {
    bench = await Bench.create();
    const disks = await mountCopies();
    const run = bench.start(runConversion, { environment: inPlace, secret, disks });
    await bench.clock.advance(10_000);
    expect(await ask(':8080/inspection')).toContain('<osinfo>rhel9');
    expect(await ask(':2112/metrics')).not.toContain('disk_id');
    await ask(':8080/shutdown', 'POST');
    expect((await bench.finish(run)).status).toBe('fulfilled');
    const root = bench.content(0);
    expect(await firstDifference(disks[0].file, root)).toBe(root.convertRanges()[0]?.offset);
    expect(await firstDifference(disks[0].file, root, root.convertRanges())).toBe(-1);
    expect(await firstDifference(disks[1].file, bench.content(1))).toBe(-1);
    expect([...bench.vcenter.servedBytes]).toEqual([]);
  });

  test('a conversion that nobody asks for its results ends by itself', async () => {
    bench = await Bench.create();
    const disks = await mountCopies();
    const run = bench.start(runConversion, { environment: { ...inPlace, LOCAL_MIGRATION: 'false' }, secret, disks });
    expect(await bench.finish(run)).toEqual({ status: 'fulfilled', value: { code: 0 } });
  });

  test('killed midway it leaves garbage on which no guest is found any more', async () => {
    bench = await Bench.create();
    const disks = await mountCopies();
    const run = bench.start(runConversion, { environment: inPlace, secret, disks, timings: { convertMs: 60_000 } });
    await bench.clock.advance(10_000);
    bench.stop.abort(new Error('killed'));
    expect((await bench.finish(run)).status).toBe('rejected');
    expect(await firstDifference(disks[0].file, bench.content(0), bench.content(0).convertRanges())).toBe(0);
    const again = await Bench.create();
    const repeated = again.start(runConversion, { environment: inPlace, secret, disks });
    const result = await again.finish<Exit>(repeated);
    await again.close();
    expect(result).toMatchObject({
      reason: { message: expect.stringContaining('no operating system was found') as unknown },
    });
  });

  test.each([
    ['a wrong password', { environment: inPlace, secret: { ...secret, secretKey: 'wrong' } }, /VI_ERROR_LOGIN/],
    [
      'an unknown machine',
      { environment: { ...inPlace, V2V_vmName: 'nobody' } },
      /no domain with matching name 'nobody'/,
    ],
    ['volumes that nobody has filled', { environment: inPlace }, /no operating system was found/],
  ])('%s fails', async (_, options, message) => {
    bench = await Bench.create();
    expect(await fail(options)).toMatch(message);
  });

  test('a disk that is missing is told', async () => {
    bench = await Bench.create();
    const [disk] = await mountCopies();
    const run = bench.start(runConversion, { environment: inPlace, secret, disks: [disk] });
    expect(await bench.finish<Exit>(run)).toMatchObject({
      reason: { message: expect.stringContaining('2 disks, 1 volumes') as unknown },
    });
  });
});
