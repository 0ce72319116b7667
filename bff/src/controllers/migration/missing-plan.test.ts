import { expect, test } from 'vitest';
import { plans, type Plan } from '../../api/generated/plan.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { keyOfMigration } from './missing-plan.ts';
import { migrationReconciler } from './reconcile.ts';

async function withoutPlan(world: EngineWorld): Promise<Plan> {
  const plan = await world.plan();
  await world.memory.delete(plans, planKey);
  return plan;
}

const conditions = async (world: EngineWorld, name = 'one') =>
  (await world.migration(name)).status?.conditions?.map(({ type, reason = '', category = '' }) =>
    [type, reason, category].join(' '),
  );

test.each<[string, ObjectReference, string]>([
  ['does not exist', { ...planKey }, 'PlanNotValid NotFound Critical'],
  ['does not exist here', { ...planKey, namespace: 'elsewhere' }, 'PlanNotValid NotFound Critical'],
  ['is not named', {}, 'PlanNotValid NotSet Critical'],
])('a Migration whose plan %s says so', async (_name, plan, expected) => {
  const world = await EngineWorld.create();
  await withoutPlan(world);
  const key = keyOfMigration(await world.migrate('one', { plan }));
  const { memory: client, clock, settings, inventories } = world;
  const sources = { open: () => Promise.reject(new Error('No source is needed.')) };
  const targets = { client: () => Promise.resolve(client) };
  const ports = { client, targets, clock, settings: { now: settings }, inventories, sources };
  await migrationReconciler({ ...ports, serviceNamespace: 'gantry' })(key);
  expect(await conditions(world)).toEqual([expected]);
  expect((await world.migration('one')).status?.completed).toBeUndefined();
});

test('a Migration that came before its plan runs when the plan is there', async () => {
  const world = await EngineWorld.create();
  const { apiVersion, kind, metadata, spec } = await withoutPlan(world);
  await world.migrate('one');
  await world.move();
  const { name, namespace } = metadata;
  await world.memory.create(plans, { apiVersion, kind, metadata: { name, namespace }, spec });
  await world.judge('True');
  await world.until(() => world.ended('one'), 'the end');
  expect(await conditions(world)).toEqual(['Succeeded  Advisory']);
});

test.each([
  ['seen to be gone', true],
  ['replaced at once', false],
])(
  'a Migration whose plan is deleted under it, and %s, has ended: another of that name is not its plan',
  async (_name, seen) => {
    const world = await EngineWorld.create();
    await world.migrate('one');
    await world.untilPhase('WaitForPowerOff');
    const { apiVersion, kind, metadata, spec } = await withoutPlan(world);
    if (seen) await world.move();
    const { name, namespace } = metadata;
    await world.memory.create(plans, { apiVersion, kind, metadata: { name, namespace }, spec });
    await world.judge('True');
    await world.until(async () => (await world.runs()).length === 0, 'the run is gone');
    expect(await conditions(world)).toEqual(['Canceled Deleted Advisory']);
    expect(await world.ended('one')).toBe(true);
    expect(world.source.read('vm-101').power).toBe('On');
    expect((await world.plan()).status?.migration).toBeUndefined();
  },
);
