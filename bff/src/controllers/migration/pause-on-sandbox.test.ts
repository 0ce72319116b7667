import { afterEach, expect, test } from 'vitest';
import { migrations } from '../../api/generated/migration.ts';
import { plans } from '../../api/generated/plan.ts';
import { ServicePlan, spring } from '../../testing/service-plan.ts';
import { machine, ServiceWorld } from '../../testing/service-world.ts';
import { unsound } from '../../testing/soundness.ts';

let world: ServiceWorld;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

test('controllers wake at the time of a start, for a pause, and when the plan goes on', async () => {
  const host = 'esx-01.sandbox.test';
  world = await ServiceWorld.create({
    vms: [machine(1, { host }), machine(2, { host })],
    settings: { maxInFlight: 1 },
    timings: { convertMs: 10 * 60_000 },
  });
  const plan = await ServicePlan.ready(world);
  const startAt = new Date(world.world.clock.now() + 30 * 60_000).toISOString();
  await plan.start('one', { startAt });
  expect(await plan.untilCondition(migrations, 'one', 'Pending')).toMatchObject({
    reason: 'Scheduled',
    message: `Starts at ${startAt}.`,
  });
  await plan.untilPhase('ConvertGuest');
  expect(world.world.clock.now()).toBeGreaterThan(Date.parse(startAt));

  await plan.edit({ paused: true });
  await plan.untilCondition(plans, spring.name, 'Paused');
  await world.until(() => plan.run('vm-1')?.status?.result === 'Succeeded', 'the first has ended');
  await world.pass(30 * 60_000);
  expect(plan.run('vm-2')?.status?.phase).toBe('Started');
  expect(plan.run('vm-2')?.spec.queue?.reason).toBe('Plan spring is paused.');
  expect(world.world.vcenter.machines.all().find(({ id }) => id === 'vm-2')?.power).toBe('poweredOn');

  await plan.edit({ paused: false });
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
  expect(plan.conditions(plans, spring.name).map(({ type }) => type)).not.toContain('Paused');
});
