import { describe, expect, test } from 'vitest';
import { migrations } from '../../api/generated/migration.ts';
import { plans, type PlanSpec } from '../../api/generated/plan.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';

const minute = 60_000;
const second = fakeMachine({
  id: 'vm-102',
  name: 'db-01',
  uuid: '42000000-0000-4000-8000-000000000102',
  disks: [fakeDisk('db-01', 0)],
});
const raw: Partial<PlanSpec> = { skipGuestConversion: true };

async function edit(world: EngineWorld, spec: { readonly [Name in keyof PlanSpec]?: PlanSpec[Name] | null }) {
  await world.memory.mergePatch(plans, planKey, { spec });
  await world.judge('True');
}

const pass = (world: EngineWorld, ms: number) => {
  const end = world.clock.now() + ms;
  return world.until(() => world.clock.now() >= end, 'the time has passed', ms + minute);
};
const inMinutes = (world: EngineWorld, minutes: number) => new Date(world.clock.now() + minutes * minute).toISOString();

async function said(world: EngineWorld, name = 'one') {
  const { conditions = [] } = (await world.migration(name)).status ?? {};
  return conditions.map(({ type, reason, message }) => [type, reason, message]);
}

const result = async (world: EngineWorld, vm?: string) => (await world.run(vm))?.status?.result;

describe('a start at a time', () => {
  test('nothing happens before it, and the Migration says when', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const startAt = inMinutes(world, 90);
    await world.migrate('one', { startAt });
    await pass(world, 89 * minute);
    expect(await said(world)).toEqual([['Pending', 'Scheduled', `Starts at ${startAt}.`]]);
    expect(await world.runs()).toEqual([]);
    expect(world.source.calls).toEqual([]);
    expect((await world.plan()).status?.migration?.history ?? []).toEqual([]);
    await world.until(() => world.ended('one'), 'the end');
    const { status } = await world.migration('one');
    expect(Date.parse(status?.started ?? '')).toBeGreaterThanOrEqual(Date.parse(startAt));
    expect(Date.parse(status?.started ?? '')).toBeLessThan(Date.parse(startAt) + minute);
    expect(await result(world)).toBe('Succeeded');
  });

  test('it may be changed until it has come', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const { metadata } = await world.migrate('one', { startAt: inMinutes(world, 90) });
    await pass(world, minute);
    const key = { name: metadata.name, namespace: planKey.namespace };
    await world.memory.mergePatch(migrations, key, { spec: { startAt: inMinutes(world, -1) } });
    await world.until(async () => (await world.runs()).length === 1, 'it has begun', 5 * minute);
    await world.memory.mergePatch(migrations, key, { spec: { startAt: inMinutes(world, 90) } });
    await world.until(() => world.ended('one'), 'the end');
    expect(await result(world)).toBe('Succeeded');
  });

  test('canceled before it, nothing was ever touched', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const migration = await world.migrate('one', { startAt: inMinutes(world, 90) });
    await pass(world, minute);
    await world.cancel(migration, ['vm-101']);
    await world.until(() => world.ended('one'), 'the end', 5 * minute);
    expect((await said(world)).map(([type]) => type)).toEqual(['Canceled']);
    expect(await world.runs()).toEqual([]);
    expect(world.source.calls).toEqual([]);
  });

  test('one that may begin now does not wait for one whose time comes later', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const startAt = inMinutes(world, 90);
    await world.migrate('later', { startAt });
    await pass(world, minute);
    await world.migrate('now');
    await world.until(() => world.ended('now'), 'the end of the one');
    expect(world.clock.now()).toBeLessThan(Date.parse(startAt));
    expect(await said(world, 'later')).toEqual([['Pending', 'Scheduled', `Starts at ${startAt}.`]]);
    expect(await result(world)).toBe('Succeeded');
  });
});

describe('a plan that is paused', () => {
  test('lets those end that have begun, and others begin when it goes on', async () => {
    const world = await EngineWorld.create({
      machines: [fakeMachine(), second],
      plan: raw,
      settings: { maxInFlight: 1 },
    });
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    await edit(world, { paused: true });
    await world.until(async () => (await result(world)) === 'Succeeded', 'the end of the first');
    await pass(world, 60 * minute);
    const waiting = await world.run('vm-102');
    expect(waiting?.status?.phase).toBe('Started');
    expect(waiting?.spec.queue?.reason).toBe('Plan spring is paused.');
    expect(world.source.read('vm-102').power).toBe('On');
    await edit(world, { paused: null });
    await world.until(() => world.ended('one'), 'the end');
    expect(await result(world, 'vm-102')).toBe('Succeeded');
  });

  test('begins no Migration', async () => {
    const world = await EngineWorld.create({ plan: { ...raw, paused: true } });
    await world.migrate('one');
    await pass(world, 10 * minute);
    expect(await said(world)).toEqual([['Pending', 'PlanPaused', 'The plan is paused; starts when it goes on.']]);
    expect(await world.runs()).toEqual([]);
    await edit(world, { paused: null });
    await world.until(() => world.ended('one'), 'the end');
  });

  test('can be canceled', async () => {
    const world = await EngineWorld.create({
      machines: [fakeMachine(), second],
      plan: raw,
      settings: { maxInFlight: 1 },
    });
    const migration = await world.migrate('one');
    await world.untilPhase('CopyDisks');
    await edit(world, { paused: true });
    await world.cancel(migration, ['vm-101', 'vm-102']);
    await world.until(() => world.ended('one'), 'the end');
    expect([await result(world), await result(world, 'vm-102')]).toEqual(['Canceled', 'Canceled']);
    expect(world.source.read('vm-101').power).toBe('On');
  });
});

describe('a warm plan that is paused', () => {
  const tracked = { changeTracking: true };
  const machine = fakeMachine({ ...tracked, disks: [fakeDisk('web-01', 0, tracked)] });

  async function copied(copies: number): Promise<EngineWorld> {
    const plan: Partial<PlanSpec> = { type: 'warm', ...raw };
    const world = await EngineWorld.create({ machines: [machine], plan, settings: { precopyIntervalMs: 10 * minute } });
    await world.migrate('one');
    await world.until(async () => (await done(world)) === copies, 'the copies');
    return world;
  }
  const done = async (world: EngineWorld) => (await world.run())?.status?.warm?.successes ?? 0;

  test('makes no copy until it goes on', async () => {
    const world = await copied(2);
    await edit(world, { paused: true });
    await pass(world, 60 * minute);
    expect(await done(world)).toBe(2);
    expect(world.source.read('vm-101').power).toBe('On');
    expect((await world.run())?.spec.queue?.reason).toBe('Plan spring is paused.');
    await edit(world, { paused: null });
    await world.until(async () => (await done(world)) === 3, 'another copy', 10 * minute);
  });

  test('begins no cutover that is due, and does when it goes on', async () => {
    const world = await copied(2);
    await edit(world, { paused: true });
    await world.setCutover('one', inMinutes(world, 1));
    await pass(world, 60 * minute);
    expect(world.source.read('vm-101').power).toBe('On');
    expect((await world.run())?.status?.waiting?.reason).toBe('Its plan is paused');
    await edit(world, { paused: null });
    await world.until(() => world.ended('one'), 'the end');
    expect(await result(world)).toBe('Succeeded');
  });

  test('ends a cutover that has begun', async () => {
    const world = await copied(2);
    await world.setCutover('one', inMinutes(world, 0));
    await world.untilPhase('WaitForPowerOff');
    await edit(world, { paused: true });
    await world.until(() => world.ended('one'), 'the end');
    expect(await result(world)).toBe('Succeeded');
    expect(await world.targetRuns('web-01')).toBe(true);
  });
});

test('a priority that changes reaches those that wait', async () => {
  const world = await EngineWorld.create({ plan: { ...raw, priority: 'low' } });
  await world.migrate('one');
  await world.until(async () => (await world.runs()).length === 1, 'its run');
  expect((await world.run())?.spec.priority).toBe('low');
  await edit(world, { priority: 'high' });
  await pass(world, 5_000);
  expect((await world.run())?.spec.priority).toBe('high');
  await edit(world, { priority: null });
  await pass(world, 5_000);
  expect((await world.run())?.spec.priority).toBeUndefined();
});
