import { describe, expect, test } from 'vitest';
import { plans, type PlanSpec } from '../api/generated/plan.ts';
import { configMaps, jobs } from '../api/kinds/core.ts';
import { EngineWorld, planKey } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';
import { hook, runsHooks } from '../testing/hooks.ts';

const minute = 60_000;
const vm = 'vm-101';
const tracked = { changeTracking: true };

async function begin(plan: Partial<PlanSpec> = {}): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines: [fakeMachine({ ...tracked, disks: [fakeDisk('web-01', 0, tracked)] })],
    plan: { type: 'warm', ...plan },
    hooks: ['quiesce', 'notify'].map((name) => hook(name, { image: 'registry.test/hook:1', deadline: 60 })),
    settings: { precopyIntervalMs: 10 * minute },
  });
  await world.migrate('one');
  return world;
}

const copies = async (world: EngineWorld) => (await world.run())?.status?.warm?.successes ?? 0;
const untilCopies = (world: EngineWorld, count: number) =>
  world.until(async () => (await copies(world)) >= count, `${count} copies`);
const cutOver = (world: EngineWorld) => world.setCutover('one', new Date(world.clock.now()).toISOString());
const end = (world: EngineWorld) => world.until(() => world.ended('one'), 'the end', 180 * minute);

describe('snapshots', () => {
  test('a last one that is refused powers the machine on again, and no snapshot is left', async () => {
    const world = await begin();
    await untilCopies(world, 1);
    await cutOver(world);
    await world.untilPhase('CreateFinalSnapshot');
    world.source.snapshots.taking = 'fails';
    await end(world);
    const { error, downtime } = (await world.run())?.status ?? {};
    expect(error?.message).toBe(
      'No snapshot of web-01 could be taken: No space left. The recorded power state of the source is restored. Look at its tasks and datastores at the source, then retry.',
    );
    expect(downtime?.ended).toBe('Source');
    expect(world.source.read(vm).power).toBe('On');
    expect(world.source.snapshots.of(vm)).toEqual([]);
  });

  test('one that cannot be removed between two copies stays for a while, and is removed in the end', async () => {
    const world = await begin();
    await untilCopies(world, 1);
    world.source.snapshots.removal = 'fails';
    await untilCopies(world, 2);
    expect(world.source.snapshots.of(vm)).toHaveLength(2);
    world.source.snapshots.removal = 'works';
    await cutOver(world);
    await end(world);
    expect((await world.run())?.status?.result).toBe('Succeeded');
    expect(world.source.snapshots.of(vm)).toEqual([]);
  });
});

describe('a hook of a warm run', () => {
  const hooked = { vms: [{ id: vm, ...runsHooks({ PreHook: 'quiesce', PostHook: 'notify' }) }] };

  test.each([
    ['hangs', 'hook-failed', 'it did not end within 60 s'],
    ['has no image', 'hook-pending', 'Back-off pulling image "registry.test/none"'],
  ] as const)('before it that %s ends it before a snapshot is taken', async (behaviour, code, detail) => {
    const world = await begin(hooked);
    world.standIns.hooks.behaviour = behaviour;
    await end(world);
    expect((await world.run())?.status?.error).toMatchObject({ code, parameters: { detail } });
    expect(world.source.count('takeSnapshot')).toBe(0);
    expect(world.source.read(vm).power).toBe('On');
    await nothingLeft(world, []);
  });

  test.each([
    ['hangs', 'hook notify: it did not end within 60 s'],
    ['has no image', 'Back-off pulling image "registry.test/none"'],
  ] as const)('after it that %s leaves the target running and says so', async (behaviour, detail) => {
    const world = await begin(hooked);
    await untilCopies(world, 1);
    world.standIns.hooks.behaviour = behaviour;
    await cutOver(world);
    await end(world);
    const { error } = (await world.run())?.status ?? {};
    expect(error?.code).toBe('failed-after-commit');
    expect(error?.parameters?.detail).toContain(detail);
    expect([world.source.read(vm).power, await world.targetRuns('web-01')]).toEqual(['Off', true]);
    await world.clock.advance(minute);
    expect(world.source.snapshots.of(vm)).toEqual([]);
    await nothingLeft(world, ['DataVolume', 'PersistentVolumeClaim', 'VirtualMachine']);
  });
});

/** Once the plan is archived. */
async function nothingLeft(world: EngineWorld, but: readonly string[]): Promise<void> {
  await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
  const left = async () => {
    const { namespace } = planKey;
    const hooks = [
      ...(await world.memory.list(jobs, { namespace })).items,
      ...(await world.memory.list(configMaps)).items,
    ];
    return [...Object.keys(await world.left()), ...hooks.map(({ kind }) => kind)];
  };
  await world.until(async () => (await left()).join() === but.join(), `nothing is left but ${but.join()}`);
}

test.each([
  ['ahead', 3 * 60 * minute],
  ['behind', -3 * 60 * minute],
])('a source whose clock is hours %s changes neither times nor downtime', async (_name, offsetMs) => {
  const facts = [];
  for (const skew of [0, offsetMs]) {
    const world = await begin();
    world.source.clockOffsetMs = skew;
    await untilCopies(world, 2);
    await world.setCutover('one', new Date(world.clock.now() + 4 * minute).toISOString());
    await end(world);
    const { result, downtime, warm } = (await world.run())?.status ?? {};
    facts.push([
      result,
      downtime,
      warm?.cutover,
      warm?.precopies.map(({ kind, start, end: over }) => [kind, start, over]),
    ]);
  }
  expect(facts[1]).toEqual(facts[0]);
});
