import { hash32 } from '@gantry/sandbox/seeds/noise.ts';
import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../src/wait-for.ts';
import { wrongAfter } from './ending.ts';
import { app01, app02, off01, raw01, raw02 } from './expected.ts';
import { machineRun, migration, migrationOf, plan, planOf, provider, surroundings } from './manifests.ts';
import { moments } from './moments.ts';
import { World } from './world.ts';

const seed = process.env.GANTRY_KILL_SEED ?? String(Date.now() % 100_000);
console.log(`kills are drawn from the seed ${seed} (GANTRY_KILL_SEED repeats them)`);

let world: World;

beforeAll(async () => {
  const timings = { copyBytesPerSecond: 3 * 1024 ** 2, backoffMs: 500, bootMs: 200 };
  world = await World.start({ seed: `processes-${seed}`, model: 'small', timings });
  await world.apply(surroundings(world.sandbox.addresses.vcenter, { storageClass: 'ceph-rbd-wffc' }));
});
afterAll(() => world.stop());

/** Versions of everything that only the service writes. */
async function versions(): Promise<Set<string>> {
  const lists = await Promise.all([provider, plan, migration, machineRun].map((kind) => world.client.list(kind)));
  return new Set(lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.resourceVersion)));
}

async function changes(count: number, withinMs: number): Promise<void> {
  let known = await versions();
  let seen = 0;
  const enough = async () => {
    const now = await versions();
    seen += [...now].filter((version) => !known.has(version)).length;
    known = now;
    return seen >= count ? true : undefined;
  };
  await waitFor('changes', withinMs, enough).catch(() => undefined);
}

const isOver = async (name: string) =>
  (await world.client.get(migration, { namespace: 'migrations', name }))?.status?.completed !== undefined;

test('a dozen SIGKILLs change nothing about the end', { timeout: 300_000 }, async () => {
  await world.apply([
    planOf({ name: 'convert', machines: [app01.id, off01.id] }),
    planOf({ name: 'raw', machines: [raw01.id], rawCopy: true }),
    migrationOf('convert', 'convert-1'),
    migrationOf('raw', 'raw-1'),
  ]);
  let early = 0;
  for (const moment of moments(hash32(seed), 12)) {
    await world.startService();
    await changes(moment.changes, moment.withinMs);
    await new Promise((resolve) => setTimeout(resolve, moment.delayMs));
    if (!(await isOver('convert-1')) || !(await isOver('raw-1'))) early += 1;
    await world.service.kill();
  }
  await world.startService();
  expect(await world.ended('convert-1', 120_000)).toEqual(['Succeeded']);
  expect(await world.ended('raw-1', 120_000)).toEqual(['Succeeded']);
  expect(await wrongAfter(world, [app01, off01, raw01])).toEqual([]);
  expect(early).toBeGreaterThanOrEqual(10);
});

test(
  'a lost node, a restarted vCenter and an API server that says nothing for 10 s',
  { timeout: 300_000 },
  async () => {
    await world.apply([
      planOf({ name: 'fault-convert', machines: [app02.id] }),
      planOf({ name: 'fault-raw', machines: [raw02.id], rawCopy: true }),
      migrationOf('fault-convert', 'fault-convert-1'),
      migrationOf('fault-raw', 'fault-raw-1'),
    ]);
    const { client } = world;
    await waitFor('both machines are being copied', 60_000, async () => {
      const converting = (await client.list(kinds.pod)).items.some(
        ({ metadata, status }) => metadata.labels?.vmID === app02.id && status?.phase === 'Running' && status.podIP,
      );
      const importing = (await client.list(kinds.dataVolume)).items.some(
        ({ status }) => status?.phase === 'ImportInProgress',
      );
      return converting && importing ? true : undefined;
    });
    await world.sandbox.restartOperators();
    await world.endSessions();
    const resume = world.pauseCluster();
    await new Promise((resolve) => setTimeout(resolve, 10_000)).finally(resume);

    expect(await world.ended('fault-raw-1', 120_000)).toEqual(['Succeeded']);
    // Half-written volumes are never converted again: the machine failed and runs at the source, until it is tried anew.
    expect(await world.ended('fault-convert-1', 120_000)).toEqual(['Failed']);
    expect(await world.powerOf(app02.id)).toBe('poweredOn');
    await world.apply([migrationOf('fault-convert', 'fault-convert-2')]);
    expect(await world.ended('fault-convert-2', 120_000)).toEqual(['Succeeded']);
    expect(await wrongAfter(world, [app01, app02, off01, raw01, raw02])).toEqual([]);
  },
);
