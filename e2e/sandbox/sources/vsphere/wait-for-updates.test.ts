import { expect, it } from 'vitest';
import { modelFromCounts } from './model-from-counts.ts';
import type { SoapClient } from './testing/soap-client.ts';
import { readUpdates, signedIn, startVcenter, treeSpec } from './testing/soap-client.ts';

const collector = 'PropertyCollector:propertyCollector';
const spec = treeSpec({ VirtualMachine: ['name', 'config.hardware.memoryMB', 'runtime.powerState', 'snapshot'] });

function wait(
  client: SoapClient,
  version: string,
  options: { seconds?: number; objects?: number; signal?: AbortSignal } = {},
) {
  const seconds = options.seconds === undefined ? '' : `<maxWaitSeconds>${options.seconds}</maxWaitSeconds>`;
  const objects = options.objects === undefined ? '' : `<maxObjectUpdates>${options.objects}</maxObjectUpdates>`;
  const parameters = `<version>${version}</version><options>${seconds}${objects}</options>`;
  return client.call('WaitForUpdatesEx', collector, parameters, options.signal);
}

async function watching() {
  const world = startVcenter({ model: modelFromCounts({ vms: 5 }) });
  const client = await signedIn(world.vcenter);
  const filter =
    (await client.call('CreateFilter', collector, `${spec}<partialUpdates>false</partialUpdates>`)).values[0]?.text ??
    '';
  return { ...world, client, filter, first: readUpdates(await wait(client, '')) };
}

it('begins with every object and all its properties', async () => {
  const { first } = await watching();
  expect(first.truncated).toBe(false);
  expect(first.updates.map(({ kind }) => kind)).toEqual(Array(5).fill('enter'));
  expect(first.updates[3]?.changes).toEqual({
    name: 'vm-00003',
    'config.hardware.memoryMB': '4096',
    'runtime.powerState': 'poweredOff',
  });
});

it('cuts a large set into truncated pieces that together have each object once', async () => {
  const { vcenter } = startVcenter({ model: modelFromCounts({ vms: 5 }), settings: { objectsPerAnswer: 3 } });
  const client = await signedIn(vcenter);
  await client.call('CreateFilter', collector, spec);
  const seen: string[] = [];
  const pieces: [number, boolean][] = [];
  let version = '';
  for (const objects of [2, 100]) {
    const set = readUpdates(await wait(client, version, { objects }));
    ({ version } = set);
    seen.push(...set.updates.map(({ id }) => id));
    pieces.push([set.updates.length, set.truncated]);
  }
  expect(pieces).toEqual([
    [2, true],
    [3, false],
  ]);
  expect(new Set(seen).size).toBe(5);
});

it('tells only the properties that changed', async () => {
  const { vcenter, client, first } = await watching();
  vcenter.machines.change('vm-00001', (vm) => (vm.memoryMB = 512));
  vcenter.machines.change('vm-00002', (vm) => (vm.cpuHotAdd = true));
  const { updates } = readUpdates(await wait(client, first.version));
  expect(updates).toEqual([{ kind: 'modify', id: 'vm-102', changes: { 'config.hardware.memoryMB': '512' } }]);
});

it('tells a value that is gone', async () => {
  const { vcenter, client, first } = await watching();
  vcenter.machines.snapshot('vm-00000', 'one');
  const second = readUpdates(await wait(client, first.version));
  expect(Object.keys(second.updates[0]?.changes ?? {})).toEqual(['snapshot']);
  vcenter.machines.change('vm-00000', (vm) => (vm.snapshots = []));
  expect(readUpdates(await wait(client, second.version)).updates).toEqual([
    { kind: 'modify', id: 'vm-101', changes: { snapshot: '' } },
  ]);
});

it('tells objects that come and go', async () => {
  const { vcenter, client, first } = await watching();
  vcenter.machines.remove('vm-00004');
  vcenter.machines.add({ name: 'new', id: 'vm-999' });
  const { updates } = readUpdates(await wait(client, first.version));
  expect(updates.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['leave vm-105', 'enter vm-999']);
});

it('says nothing of an object that came and went in between', async () => {
  const { vcenter, client, first } = await watching();
  vcenter.machines.add({ name: 'new' });
  vcenter.machines.remove('new');
  expect((await wait(client, first.version, { seconds: 0 })).values).toEqual([]);
});

it('waits for a change, and no longer than it was told', async () => {
  const { vcenter, clock, client, first } = await watching();
  const start = clock.now();
  const quiet = wait(client, first.version, { seconds: 30 });
  await clock.advance(60_000);
  expect((await quiet).values).toEqual([]);
  const next = wait(client, first.version, { seconds: 600 });
  await clock.advance(10_000);
  vcenter.machines.rename('vm-00000', 'renamed');
  await clock.advance(1000);
  expect(readUpdates(await next).updates[0]?.changes).toEqual({ name: 'renamed' });
  expect(clock.now() - start).toBe(71_000);
});

it('repeats an answer that its client has lost', async () => {
  const { vcenter, client, first } = await watching();
  vcenter.machines.rename('vm-00000', 'renamed');
  const lost = readUpdates(await wait(client, first.version));
  expect(readUpdates(await wait(client, first.version))).toEqual(lost);
  expect((await wait(client, lost.version, { seconds: 0 })).values).toEqual([]);
});

it('refuses a version that it never gave', async () => {
  const { client } = await watching();
  expect((await wait(client, '77')).fault).toBe('InvalidCollectorVersion');
});

it('starts anew for a client that knows no version', async () => {
  const { client } = await watching();
  expect(readUpdates(await wait(client, '')).updates).toHaveLength(5);
});

const interruptions: Record<string, { act: (world: Awaited<ReturnType<typeof watching>>) => unknown; fault: string }> =
  {
    CancelWaitForUpdates: {
      act: ({ client }) => client.call('CancelWaitForUpdates', collector),
      fault: 'RequestCanceled',
    },
    'the end of the session': { act: ({ vcenter }) => vcenter.sessions.endAll(), fault: 'NotAuthenticated' },
  };

for (const [name, { act, fault }] of Object.entries(interruptions)) {
  it(`ends a wait with ${fault} at ${name}`, async () => {
    const world = await watching();
    const waiting = wait(world.client, world.first.version);
    await world.clock.advance(1000);
    await act(world);
    expect((await waiting).fault).toBe(fault);
  });
}

it('ends a wait when its client goes away', async () => {
  const { clock, client, first } = await watching();
  const gone = new AbortController();
  const waiting = wait(client, first.version, { signal: gone.signal });
  await clock.advance(1000);
  gone.abort();
  await expect(waiting).rejects.toThrow('went away');
});

it('forgets a destroyed filter', async () => {
  const { vcenter, client, first, filter } = await watching();
  expect((await client.call('DestroyPropertyFilter', `PropertyFilter:${filter}`)).fault).toBeUndefined();
  vcenter.machines.rename('vm-00000', 'renamed');
  expect((await wait(client, first.version, { seconds: 0 })).values).toEqual([]);
  expect((await client.call('DestroyPropertyFilter', `PropertyFilter:${filter}`)).fault).toBe('ManagedObjectNotFound');
});

it('keeps collectors apart', async () => {
  const { vcenter, client, first } = await watching();
  const own = (await client.call('CreatePropertyCollector', collector)).values[0]?.text ?? '';
  const empty = await client.call(
    'WaitForUpdatesEx',
    `PropertyCollector:${own}`,
    '<version></version><options><maxWaitSeconds>0</maxWaitSeconds></options>',
  );
  expect(empty.values).toEqual([]);
  await client.call('DestroyPropertyCollector', `PropertyCollector:${own}`);
  expect((await client.call('CreateFilter', `PropertyCollector:${own}`, spec)).fault).toBe('ManagedObjectNotFound');
  vcenter.machines.rename('vm-00000', 'renamed');
  expect(readUpdates(await wait(client, first.version)).updates).toHaveLength(1);
});
