import { afterEach, describe, expect, test } from 'vitest';
import { plans } from '../api/generated/plan.ts';
import { ServicePlan, spring, type Seeds } from '../testing/service-plan.ts';
import { ServiceWorld, type Write } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

let world: ServiceWorld;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const raw: Seeds = { plan: { skipGuestConversion: true } };
const disks = 2;

/** Access reviews and dry runs change nothing; events are told apart by the issue. */
const changes = ({ path }: Write) => !/reviews|dryRun=All|\/events/.test(path);

describe('writes to the API server', () => {
  test.each<[string, Seeds]>([
    ['with conversion', {}],
    ['raw', raw],
  ])('per machine, %s, keep to 3 per step, 3 per disk and 10', async (_name, seeds) => {
    world = await ServiceWorld.create();
    const plan = await ServicePlan.ready(world, seeds);
    world.writes.length = 0;
    await plan.start();
    await plan.ended();
    await plan.untilCondition(plans, spring.name, 'Succeeded');
    const steps = plan.run()?.spec.resolved.pipeline.steps.length ?? 0;
    const made = world.writes.filter(changes);
    expect(made.length).toBeLessThanOrEqual(3 * steps + 3 * disks + 10);
  });

  test.each<[string, (plan: ServicePlan) => Promise<unknown>]>([
    ['before a plan runs', () => Promise.resolve()],
    [
      'after a plan has run',
      async (plan) => {
        await plan.start();
        await plan.ended();
      },
    ],
  ])('while nothing happens, %s: none', async (_name, given) => {
    world = await ServiceWorld.create();
    const plan = await ServicePlan.ready(world);
    await given(plan);
    await world.pass(60_000);
    world.writes.length = 0;
    await world.pass(600_000);
    expect(world.writes.filter(({ path }) => !path.includes('/events'))).toEqual([]);
  });
});
