import { expect, test } from 'vitest';
import { networkMaps } from '../../api/generated/network-map.ts';
import { providers } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { fakeMachine } from '../../testing/fake-driver.ts';
import { FakeInventories } from '../../testing/fake-inventories.ts';

const { namespace } = planKey;

/** The network map knows its source by name only. */
async function named(world: EngineWorld): Promise<FakeInventories> {
  const map = [{ source: { name: 'network-1' }, destination: { type: 'pod' } }];
  await world.memory.mergePatch(networkMaps, { namespace, name: 'net' }, { spec: { map } });
  const inventories = new FakeInventories(world.source);
  const { metadata } = await world.memory.get(providers, { namespace, name: 'vc' });
  inventories.start({ uid: metadata.uid ?? '', version: '1', type: 'vsphere' });
  world.inventories = inventories;
  return inventories;
}

test('names wait for an inventory that is still being read, as after a start', async () => {
  const world = await EngineWorld.create();
  const inventories = await named(world);
  inventories.state = { phase: 'loading', machines: 0 };
  await world.migrate('one');
  for (let round = 0; round < 5; round += 1) await world.move();
  expect(await world.runs()).toEqual([]);
  inventories.state = { phase: 'ready', updatedAt: 0 };
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.migration('one')).status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
});

test('an inventory that is never read ends in a refusal that leaves nothing to wait for', async () => {
  const world = await EngineWorld.create({ settings: { retryDeadlineMs: 60_000 } });
  world.inventories = { of: () => undefined };
  const inventories = await named(world);
  inventories.state = { phase: 'loading', machines: 0 };
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.error?.code).toBe('network-unmapped');
  expect(world.source.read('vm-101').power).toBe('On');
});

test('machines of one name get targets of different names before any of them is powered off', async () => {
  const twins = [fakeMachine({ id: 'vm-101', name: 'twin' }), fakeMachine({ id: 'vm-102', name: 'twin' })];
  const world = await EngineWorld.create({
    machines: twins,
    plan: { skipGuestConversion: true, vms: twins.map(({ id }) => ({ id })) },
  });
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  const names = (await world.runs()).map(({ spec }) => spec.resolved.target.name);
  expect(new Set(names).size).toBe(2);
  expect(names).toContain('twin');
  expect((await world.runs()).map(({ status }) => status?.result)).toEqual(['Succeeded', 'Succeeded']);
});

test('the provider and its Secret are held before the first run is made', async () => {
  const world = await EngineWorld.create();
  const key = { namespace, name: 'vc' };
  await world.memory.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: key, data: {} });
  await world.memory.mergePatch(providers, key, { spec: { secret: key } });
  const held: (readonly string[] | undefined)[] = [];
  world.memory.refuse = (verb, { kind }) => {
    if (verb !== 'create' || kind !== 'VirtualMachineMigration') return;
    void Promise.all([world.memory.get(providers, key), world.memory.get(secrets, key)]).then((objects) => {
      for (const { metadata } of objects) held.push(metadata.finalizers);
    });
  };
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  expect(held).toEqual([['gantry.dev/in-use'], [expect.stringMatching(/^gantry.dev\/in-use-/)]]);
});

test('nothing is begun on a provider that is going', async () => {
  const world = await EngineWorld.create();
  const key = { namespace, name: 'vc' };
  await world.memory.mergePatch(providers, key, { metadata: { finalizers: ['someone.else/waits'] } });
  await world.memory.delete(providers, key);
  await world.migrate('one');
  for (let round = 0; round < 5; round += 1) await world.move();
  expect(await world.runs()).toEqual([]);
});
