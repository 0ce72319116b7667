import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { persistentVolumeClaims } from '../api/kinds/core.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';

const minute = 60_000;
const tracked = { changeTracking: true };
const raw = { skipGuestConversion: true };
const warm = { type: 'warm' } as const;

async function begin(plan: Partial<PlanSpec> = {}): Promise<EngineWorld> {
  const disks = [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)];
  const world = await EngineWorld.create({
    machines: [fakeMachine({ ...tracked, disks })],
    plan,
    settings: { precopyIntervalMs: 10 * minute },
    destination: 'another cluster',
  });
  world.checks.push(neverBoth);
  const cutover = plan.type === 'warm' ? new Date(world.clock.now() + 15 * minute).toISOString() : undefined;
  await world.migrate('one', { ...(cutover && { cutover }) });
  return world;
}

/** Promise 3: never two running copies. */
async function neverBoth(world: EngineWorld): Promise<void> {
  expect(world.source.read('vm-101').power === 'On' && (await world.targetRuns('web-01')), 'both run').toBe(false);
}

/** Rows of what is done to disks. */
const work: ReadonlySet<string> = new Set([
  'DiskAllocation',
  'DiskTransfer',
  'DiskTransferV2v',
  'Cutover',
  'ImageConversion',
]);
const rowsOf = async (world: EngineWorld) => ((await world.run())?.status?.pipeline ?? []).map(({ name }) => name);

describe('to another cluster', () => {
  test.each<[string, Partial<PlanSpec>, readonly string[]]>([
    ['a guest', {}, ['DiskTransfer', 'ImageConversion']],
    ['a guest that is copied while it runs', warm, ['DiskTransfer', 'Cutover', 'ImageConversion']],
    ['a raw copy', raw, ['DiskTransfer']],
    ['a warm raw copy', { ...warm, ...raw }, ['DiskTransfer', 'Cutover']],
  ])('%s arrives there, and nothing is made here', async (_name, plan, rows) => {
    const world = await begin(plan);
    await world.until(() => world.ended('one'), 'the end');
    const run = await world.run();
    expect(run?.status?.error).toBeUndefined();
    expect(run?.status?.result).toBe('Succeeded');
    expect((await rowsOf(world)).filter((name) => work.has(name))).toEqual(rows);
    expect(await world.targetRuns('web-01')).toBe(true);
    expect(world.source.read('vm-101')).toMatchObject({ power: 'Off', snapshots: 0 });
    expect(world.standIns.stages.damages).toEqual([]);
    expect({ ...(await world.left()), Pod: undefined }).toEqual({
      DataVolume: 2,
      PersistentVolumeClaim: 2,
      VirtualMachine: 1,
    });
    expect((await world.memory.list(persistentVolumeClaims, { namespace: 'prod' })).items).toEqual([]);
  });

  test('whose pods may not be asked refuses guests before anything is powered off', async () => {
    const world = await begin();
    world.target.allows = ({ subresource }) => subresource !== 'proxy';
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.message).toBe(
      'The account of provider other may not get pods/proxy in the namespace prod. The source is not touched. Ask for the right, then retry.',
    );
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await world.left()).toEqual({});
  });
});
