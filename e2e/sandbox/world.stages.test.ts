import { afterEach, expect, test } from 'vitest';
import { kinds } from './operators/api/kinds.ts';
import type { Checkpoint, DataVolume } from './operators/api/kinds.ts';
import { annotation } from './operators/cdi/annotations.ts';
import { firstDifference, modelOf, smallMachine } from './operators/testing/bench.ts';
import { namespace, WorldBench } from './operators/testing/world-bench.ts';
import { changedAreas } from './sources/vsphere/change-tracking.ts';
import { worldVcenter } from './world.ts';
import type { WorldOptions } from './world.ts';

const mebibyte = 2 ** 20;
const busy = { ...smallMachine, power: 'poweredOn', changeTracking: true, writes: { everyMs: 1000 } } as const;
const direct = { [annotation.usePopulator]: 'false' };
let bench: WorldBench;
afterEach(() => bench.world.stop());

async function start(options: WorldOptions = {}): Promise<void> {
  bench = await WorldBench.start({ model: modelOf(busy), ...options });
  await bench.createSecret(worldVcenter.password);
}

/** A snapshot, and the change id of the first disk in it. */
function snapshot(name = 'precopy'): { id: string; changeId: string } {
  const { id, disks } = bench.world.vcenter.machines.snapshot('vm-1', name);
  return { id, changeId: disks[0]?.changeId ?? '' };
}

async function update(change: (spec: DataVolume['spec']) => Partial<DataVolume['spec']>): Promise<void> {
  const stored = await bench.dataVolume('disk');
  if (!stored) throw new Error('no data volume');
  await bench.world.client.patch(kinds.dataVolume, stored, { spec: change(stored.spec) });
}

const append = (checkpoint: Checkpoint, of: { finalCheckpoint?: boolean } = {}) =>
  update(({ checkpoints = [] }) => ({ checkpoints: [...checkpoints, checkpoint], ...of }));

const served = () => [...bench.world.vcenter.servedBytes.values()].reduce((sum, bytes) => sum + bytes, 0);

/** Bytes of the first disk that changed from the id up to the snapshot. */
function changedBytes(id: string, changeId: string): number {
  const vm = bench.world.vcenter.machines.get('vm-1');
  const of = { deviceKey: 2000, startOffset: 0, mostAreas: Infinity, now: bench.world.clock.now() };
  const { areas } = changedAreas(vm, { ...of, snapshot: vm.snapshots.find((one) => one.id === id), changeId });
  return areas.reduce((sum, { length }) => sum + length, 0);
}

/** Where the volume being filled differs from what the machine's first disk held in the snapshot, or holds. */
async function difference(claim: string, at?: string): Promise<number> {
  return firstDifference(
    await bench.world.fileOf(namespace, claim),
    bench.world.vcenter.machines.content('vm-1', 0, at),
  );
}

const filling = async () => (await bench.claim('disk'))?.metadata.annotations?.[annotation.prime] ?? 'disk';

const copied = (id: string) => async () =>
  (await bench.claim(await filling()))?.metadata.annotations?.[`${annotation.copied}.${id}`] !== undefined;

test.each([
  ['by the importer itself', direct, 'ceph-rbd'],
  ['by the importer itself on a file system', direct, 'nfs'],
  ['onto what nobody uses yet', { ...direct, [annotation.bindImmediately]: '' }, 'local-fs'],
  ['by a populator', {}, 'ceph-rbd'],
  ['by a populator, its pods kept', { [annotation.retainPod]: 'true' }, 'ceph-rbd'],
])(
  'a disk is copied in stages %s while its guest writes',
  async (_, annotations: Record<string, string>, storageClassName) => {
    await start();
    const first = snapshot('first');
    const { storage, ...rest } = bench.vddk();
    const spec = {
      ...rest,
      storage: { ...storage, storageClassName },
      checkpoints: [{ current: first.id, previous: '' }],
    };
    await bench.createDataVolume('disk', spec, annotations);
    await bench.untilPhase('disk', 'Paused');
    expect(await difference(await filling(), first.id)).toBe(-1);

    await bench.world.clock.advance(60_000);
    const second = snapshot();
    bench.world.vcenter.machines.removeSnapshots('vm-1', 'first');
    const before = served();
    await append({ current: second.id, previous: first.changeId });
    await bench.world.clock.until(copied(second.id), 60_000);
    await bench.untilPhase('disk', 'Paused');
    expect(await difference(await filling(), second.id)).toBe(-1);
    expect(served() - before).toBe(changedBytes(second.id, first.changeId));

    await bench.world.clock.advance(60_000);
    bench.world.vcenter.machines.setPower('vm-1', 'poweredOff');
    const last = snapshot();
    await append({ current: last.id, previous: second.changeId }, { finalCheckpoint: true });
    await bench.untilPhase('disk', 'Succeeded');
    expect(await difference('disk')).toBe(-1);
    await bench.world.clock.advance(10_000);
    const { annotations: left = {} } = (await bench.claim('disk'))?.metadata ?? {};
    expect(Object.keys(left).filter((key) => key.includes('checkpoint'))).toEqual([annotation.checkpointsDone]);
    // A pod that is kept belongs to the claim that was filled, and goes with it.
    expect((await bench.world.client.list(kinds.pod)).items).toEqual([]);
    expect((await bench.world.client.list(kinds.claim)).items.map(({ metadata }) => metadata.name)).toEqual(['disk']);
  },
);

test('stages that are named at once are copied one after the other, each by its own pod', async () => {
  await start({ timings: { copyBytesPerSecond: mebibyte } });
  const first = snapshot();
  await bench.world.clock.advance(20_000);
  const second = snapshot();
  const checkpoints = [
    { current: first.id, previous: '' },
    { current: second.id, previous: first.changeId },
  ];
  await bench.createDataVolume('disk', { ...bench.vddk(), checkpoints, finalCheckpoint: true }, direct);
  const pods = new Set<string>();
  await bench.world.clock.until(async () => {
    for (const { metadata } of (await bench.world.client.list(kinds.pod)).items) pods.add(metadata.name);
    return (await bench.dataVolume('disk'))?.status?.phase === 'Succeeded';
  }, 600_000);
  expect([...pods]).toEqual([first, second].map(({ id }) => `importer-disk-checkpoint-${id}`));
  expect(await difference('disk', second.id)).toBe(-1);
});

test('a final mark without another checkpoint ends nothing', async () => {
  await start();
  const first = snapshot();
  const spec = { ...bench.vddk(), checkpoints: [{ current: first.id, previous: '' }] };
  await bench.createDataVolume('disk', spec, direct);
  await bench.untilPhase('disk', 'Paused');
  await update(() => ({ finalCheckpoint: true }));
  await bench.world.clock.advance(600_000);
  expect((await bench.dataVolume('disk'))?.status?.phase).toBe('Paused');
});

test('a pod that dies in the middle of a stage repeats it', async () => {
  await start({ timings: { copyBytesPerSecond: mebibyte / 4 } });
  const first = snapshot();
  const spec = { ...bench.vddk(), checkpoints: [{ current: first.id, previous: '' }] };
  await bench.createDataVolume('disk', spec, direct);
  const kill = async (id: string) => {
    const name = `importer-disk-checkpoint-${id}`;
    const isRunning = async () => (await bench.pod(name))?.status?.phase === 'Running';
    await bench.world.clock.until(isRunning, 60_000);
    await bench.world.clock.advance(2_000);
    const running = await bench.pod(name);
    if (!running) throw new Error('no pod');
    await bench.world.client.delete(kinds.pod, running);
    await bench.world.clock.until(async () => (await bench.pod(name))?.metadata.uid !== running.metadata.uid, 60_000);
  };
  await kill(first.id);
  await bench.untilPhase('disk', 'Paused');
  await bench.world.clock.advance(30_000);
  const second = snapshot();
  await append({ current: second.id, previous: first.changeId }, { finalCheckpoint: true });
  await kill(second.id);
  await bench.untilPhase('disk', 'Succeeded');
  expect(await difference('disk', second.id)).toBe(-1);
});

test.each([
  ['a snapshot that is gone', () => bench.world.vcenter.machines.removeSnapshots('vm-1'), /snapshot "[^"]+" not found/],
  [
    'a change id that says nothing any more',
    () => bench.world.vcenter.machines.resetChangeTracking('vm-1'),
    /Error caused by file/,
  ],
])('%s is tried again for ever, and said', async (_, spoil, message) => {
  await start();
  const first = snapshot();
  const spec = { ...bench.vddk(), checkpoints: [{ current: first.id, previous: '' }] };
  await bench.createDataVolume('disk', spec, direct);
  await bench.untilPhase('disk', 'Paused');
  const second = snapshot();
  spoil();
  await append({ current: second.id, previous: first.changeId });
  await bench.world.clock.until(
    async () => ((await bench.dataVolume('disk'))?.status?.restartCount ?? 0) >= 3,
    600_000,
  );
  const running = (await bench.dataVolume('disk'))?.status?.conditions?.find(({ type }) => type === 'Running');
  expect(running?.message).toMatch(message);
});
