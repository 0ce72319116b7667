import { afterEach, beforeEach, expect, test } from 'vitest';
import { secrets } from '../api/kinds/core.ts';
import { plans } from '../api/generated/plan.ts';
import { ServicePlan, spring } from './service-plan.ts';
import { canary, ServiceWorld } from './service-world.ts';
import { unsound } from './soundness.ts';

let world: ServiceWorld;
beforeEach(async () => {
  world = await ServiceWorld.create();
  const plan = await ServicePlan.started(world);
  await plan.ended();
});
afterEach(() => world.stop());

const machines = () => world.world.vcenter.machines;

test('a migration that went well is sound', async () => {
  expect(await unsound(world)).toEqual([]);
});

test.each<[string, () => unknown, RegExp]>([
  ['a source that runs after the commit', () => machines().setPower('vm-1', 'poweredOn'), /vm-1 is poweredOn/],
  ['a password in a log line', () => world.log.push(`connected with ${canary}`), /log tells the password/],
  [
    'a password in an object, encoded',
    () => world.client.mergePatch(plans, spring, { spec: { description: Buffer.from(canary).toString('base64') } }),
    /Plan spring tells the password/,
  ],
  [
    'credentials beside the target',
    () =>
      world.client.create(secrets, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'left', namespace: 'prod' },
      }),
    /Secret left was left in prod/,
  ],
])('%s is found', async (_name, spoil, problem) => {
  await spoil();
  expect(await unsound(world)).toEqual([expect.stringMatching(problem)]);
});

test('a machine that runs at both ends is seen at once', async () => {
  await world.pass(60_000);
  machines().setPower('vm-1', 'poweredOn');
  await world.pass(1_000);
  expect([...world.guard.violations]).toEqual(['vm-1 runs at both ends']);
});
