import { expect, test } from 'vitest';
import { virtualMachineInstances, virtualMachines } from '../../api/kinds/kubevirt.ts';
import { EngineWorld } from '../../testing/engine-world.ts';

const target = { namespace: 'prod', name: 'web-01' };
const minute = 60_000;

test('a source stays off for as long as somebody runs the target, and runs again when that is over', async () => {
  const world = await EngineWorld.create({ plan: { skipGuestConversion: true } });
  const migration = await world.migrate('one');
  await world.untilPhase('Commit');
  const { apiVersion, kind, metadata } = await world.memory.get(virtualMachines, target);
  await world.memory.create(virtualMachineInstances, {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    metadata: {
      ...target,
      // It takes its time to stop.
      finalizers: ['sandbox/stopping'],
      ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }],
    },
    spec: { domain: { devices: {} } },
  });
  await world.cancel(migration, ['vm-101']);
  await world.untilPhase('StopTarget');
  const later = world.clock.now() + 30 * minute;
  await world.until(() => world.clock.now() >= later, 'half an hour');
  expect([(await world.run())?.status?.phase, world.source.read('vm-101').power]).toEqual(['StopTarget', 'Off']);
  await world.memory.mergePatch(virtualMachineInstances, target, { metadata: { finalizers: null } });
  await world.until(() => world.ended('one'), 'the end');
  expect([(await world.run())?.status?.result, world.source.read('vm-101').power]).toEqual(['Canceled', 'On']);
});
