import { expect, test } from 'vitest';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { EngineWorld } from '../../testing/engine-world.ts';

test.each([
  ['cold with conversion', {}],
  ['raw copy', { skipGuestConversion: true }],
])('%s: a running machine ends up running at the target', async (_name, plan) => {
  const world = await EngineWorld.create({ plan });
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end of the migration');
  expect((await world.migration('one')).status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
  const machine = await world.memory.get(virtualMachines, { namespace: 'prod', name: 'web-01' });
  expect(machine.spec.runStrategy).toBe('Always');
  expect(world.source.read('vm-101').power).toBe('Off');
});
