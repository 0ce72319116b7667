import { expect, it } from 'vitest';
import type { Extent } from '../../seeds/disk-content.ts';
import { busyMachine, SnapshotClient } from './testing/snapshot-client.ts';

const machine = 'VirtualMachine:vm-1';
const mib = 1024 * 1024;

function patched(older: Uint8Array, newer: Uint8Array, areas: readonly Extent[]): Buffer {
  const result = Buffer.from(older);
  for (const { offset, length } of areas) result.set(newer.subarray(offset, offset + length), offset);
  return result;
}

async function bytesOf(client: SnapshotClient, snapshot: string): Promise<Uint8Array> {
  const { status, bytes } = await client.read(await client.fileOf(snapshot), { chain: true });
  expect(status).toBe(200);
  return bytes;
}

it('tells exactly enough to get from one snapshot to the next, although the older one is gone', async () => {
  const client = await SnapshotClient.start();
  const first = await client.snapshot('first');
  const [since = ''] = await client.changeIds(first);
  const older = await bytesOf(client, first);
  await client.clock.advance(90_000);
  await client.remove(first);
  const second = await client.snapshot('second');
  await client.clock.advance(90_000);
  const newer = await bytesOf(client, second);
  const { startOffset, length, areas } = await client.changes(second, since);
  expect([startOffset, length]).toEqual([0, 16 * mib]);
  expect(Buffer.compare(older, newer)).not.toBe(0);
  expect(patched(older, newer, areas).equals(newer)).toBe(true);
  const changed = areas.reduce((sum, area) => sum + area.length, 0);
  expect(changed).toBeLessThan(12 * mib);
});

it('gives every state of a disk an id of its epoch, and none in the machine’s own configuration', async () => {
  const client = await SnapshotClient.start();
  const ids = [
    ...(await client.changeIds(await client.snapshot('one'))),
    ...(await client.changeIds(await client.snapshot('two'))),
  ];
  expect(ids.map((id) => id?.split('/')[1])).toEqual(['1', '1', '2', '2']);
  expect(new Set(ids.map((id) => id?.split('/')[0])).size).toBe(2);
  expect(ids[0]).toMatch(/^52( [0-9a-f]{2}){7}-[0-9a-f]{2}( [0-9a-f]{2}){7}\/1$/);
  expect((await client.disks()).some((disk) => JSON.stringify(disk).includes('changeId'))).toBe(false);
});

it('tells in pages what holds data', async () => {
  const areasPerAnswer = 3;
  const snapshots = { createMs: 1000, removeMs: 1000, reconfigureMs: 500, areasPerAnswer };
  const client = await SnapshotClient.start(busyMachine, { snapshots });
  await client.clock.advance(60_000);
  const snapshot = await client.snapshot('one');
  const areas: Extent[] = [];
  for (let startOffset = 0; startOffset < 16 * mib;) {
    const page = await client.changes(snapshot, '*', { startOffset });
    expect(page.areas.length).toBeLessThanOrEqual(areasPerAnswer);
    expect(page.startOffset).toBe(startOffset);
    areas.push(...page.areas);
    startOffset += page.length;
  }
  expect(areas.length).toBeGreaterThan(areasPerAnswer);
  const bytes = await bytesOf(client, snapshot);
  expect(patched(new Uint8Array(bytes.length), bytes, areas).equals(bytes)).toBe(true);
});

it('says nothing of ids of another epoch, disk or future', async () => {
  const client = await SnapshotClient.start();
  const one = await client.snapshot('one');
  const [first = '', ofAnother = ''] = await client.changeIds(one);
  const two = await client.snapshot('two');
  const [second = ''] = await client.changeIds(two);
  expect((await client.query(two, ofAnother)).fault).toBe('FileFault');
  expect((await client.query(one, second)).fault).toBe('FileFault');
  expect((await client.query(two, first)).fault).toBeUndefined();
  client.vcenter.machines.resetChangeTracking('vm-1');
  expect((await client.query(two, first)).fault).toBe('FileFault');
  const three = await client.snapshot('three');
  expect((await client.changeIds(three))[0]?.split('/')[0]).not.toBe(first.split('/')[0]);
  expect((await client.query(three, first)).fault).toBe('FileFault');
  expect((await client.query(three, '*')).fault).toBeUndefined();
});

const malformed: readonly [string, Parameters<SnapshotClient['query']>[2] & { id?: string }][] = [
  ['an unknown disk', { key: 7 }],
  ['an offset beyond the end', { startOffset: 16 * mib }],
  ['a negative offset', { startOffset: -1 }],
  ['an id that is none', { id: 'yesterday' }],
];
for (const [what, { id = '*', ...of }] of malformed) {
  it(`refuses ${what}`, async () => {
    const client = await SnapshotClient.start();
    expect((await client.query(await client.snapshot('one'), id, of)).fault).toBe('InvalidArgument');
  });
}

it('knows nothing of a snapshot that is gone', async () => {
  const client = await SnapshotClient.start();
  const one = await client.snapshot('one');
  await client.remove(one);
  expect((await client.query(one, '*')).fault).toBe('ManagedObjectNotFound');
});

const stuns: readonly [string, (client: SnapshotClient) => Promise<unknown> | undefined][] = [
  ['a snapshot is made and removed', async (client) => client.remove(await client.snapshot('stun'))],
  [
    'the machine is switched off and on',
    async (client) => {
      await client.task('PowerOffVM_Task', machine);
      await client.task('PowerOnVM_Task', machine);
    },
  ],
];
for (const [what, stun] of stuns) {
  it(`tracks changes of a machine after it was told to and ${what}, not before`, async () => {
    const client = await SnapshotClient.start({ ...busyMachine, changeTracking: false });
    const parameters = '<spec><changeTrackingEnabled>true</changeTrackingEnabled></spec>';
    expect(await client.task('ReconfigVM_Task', machine, parameters)).toEqual({});
    expect((await client.soap.property(machine, 'config.changeTrackingEnabled'))?.text).toBe('true');
    const early = await client.snapshot('early');
    expect(await client.changeIds(early)).toEqual([undefined, undefined]);
    expect((await client.query(early, '*')).fault).toBe('FileFault');
    await client.remove(early);
    await stun(client);
    expect(await client.changeIds(await client.snapshot('late'))).not.toContain(undefined);
  });
}

it('does not track a disk that was added later, or is not meant to be', async () => {
  const [disk] = busyMachine.disks ?? [];
  if (!disk) throw new Error('no disk');
  const client = await SnapshotClient.start({ ...busyMachine, disks: [disk, { ...disk, changeTracking: false }] });
  client.vcenter.machines.addDisk('vm-1', { ...disk, changeTracking: false });
  const snapshot = await client.snapshot('one');
  const known = (await client.changeIds(snapshot)).map((id) => id !== undefined);
  expect(known).toEqual([true, false, false]);
  const options = (await client.soap.property(machine, 'config.extraConfig'))?.children.map(
    (option) => option.children[0]?.text,
  );
  expect(options?.filter((key) => key?.includes('ctkEnabled'))).toEqual(['scsi0:0.ctkEnabled', 'ctkEnabled']);
});

it('serves from the base what the base holds, and from a snapshot what was then', async () => {
  const client = await SnapshotClient.start();
  const snapshot = await client.snapshot('one');
  const then = client.vcenter.machines.content('vm-1', 0).read(0, 16 * mib);
  await client.clock.advance(120_000);
  const now = client.vcenter.machines.content('vm-1', 0).read(0, 16 * mib);
  expect(Buffer.compare(then, now)).not.toBe(0);
  expect((await client.read('busy/busy-000001.vmdk', { chain: true })).status).toBe(423);
  expect((await client.read('busy/busy-000001-delta.vmdk')).status).toBe(409);
  const flat = await client.read('busy/busy-flat.vmdk');
  expect(flat.status).toBe(200);
  client.vcenter.machines.setPower('vm-1', 'poweredOff');
  const atPowerOff = client.vcenter.machines.content('vm-1', 0).read(0, 16 * mib);
  await client.clock.advance(120_000);
  const chain = await client.read('busy/busy-000001.vmdk', { chain: true });
  expect(Buffer.compare(chain.bytes, atPowerOff)).toBe(0);
  expect(Buffer.compare((await client.read('busy/busy-flat.vmdk')).bytes, flat.bytes)).toBe(0);
  await client.remove(snapshot);
  expect(Buffer.compare((await client.read('busy/busy-flat.vmdk')).bytes, atPowerOff)).toBe(0);
});

it('reads the same whenever it is asked, as the clock and the seed say', async () => {
  const contents: Uint8Array[] = [];
  for (const looks of [1, 30]) {
    const client = await SnapshotClient.start();
    for (let look = 0; look < looks; look += 1) {
      await client.clock.advance(60_000 / looks);
      client.vcenter.machines.content('vm-1', 0).extents();
    }
    contents.push(client.vcenter.machines.content('vm-1', 0).read(0, 16 * mib));
  }
  expect(Buffer.compare(contents[0] ?? new Uint8Array(), contents[1] ?? new Uint8Array())).toBe(0);
});
