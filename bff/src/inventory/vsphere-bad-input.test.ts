import { startVcenter, type TestVcenter } from '../testing/vcenter.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Send, WireRequest, WireResponse } from '../platform/wire.ts';
import { collectHere } from './collector-thread.ts';
import type { ProviderInventory } from './inventory.ts';
import { ProviderInventories } from './provider-inventories.ts';

const open: ProviderInventories[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((inventories) => inventories.close()));
});

type Spoil = (request: WireRequest, send: Send) => Promise<WireResponse>;

/** Two providers: answers of one to WaitForUpdatesEx are spoilt as long as `spoil` is there. */
interface World extends TestVcenter {
  readonly bad: ProviderInventory;
  readonly good: ProviderInventory;
  /** Hosts that anything was sent to. */
  readonly contacted: Set<string>;
  mend(): void;
  spoil(): void;
}

async function start(spoil: Spoil, method = 'WaitForUpdatesEx'): Promise<World> {
  const world = await startVcenter();
  const contacted = new Set<string>();
  const state = { isSpoilt: true };
  const send: Send = (request) => {
    contacted.add(new URL(request.url).hostname);
    const concerned = state.isSpoilt && `${String(request.body)} ${request.url}`.includes(method);
    return concerned ? spoil(request, world.network.send) : world.network.send(request);
  };
  const opened = (uid: string, through: Send) => {
    const context = { ...world.context, send: () => through };
    const inventories = new ProviderInventories({ context, collect: collectHere });
    open.push(inventories);
    inventories.start({ uid, type: 'vsphere', version: '1' }, world.connection);
    const inventory = inventories.of(uid);
    if (inventory === undefined) throw new Error('No inventory was started.');
    return inventory;
  };
  return {
    ...world,
    contacted,
    bad: opened('bad', send),
    good: opened('good', world.network.send),
    mend: () => (state.isSpoilt = false),
    spoil: () => (state.isSpoilt = true),
  };
}

const answer = (body: string | Uint8Array, status = 200, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: (async function* () {
    yield await Promise.resolve(Buffer.from(body));
  })(),
});

const soap = (inside: string) =>
  `<e:Envelope xmlns:e="e"><e:Body><WaitForUpdatesExResponse>${inside}</WaitForUpdatesExResponse></e:Body></e:Envelope>`;

const entities = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(99)}"><!ENTITY b "${'&a;'.repeat(99)}">]>`;

const never = new Promise<never>(() => undefined);

const unreadable = /could not be read/;
const spoilers: readonly (readonly [string, Spoil, RegExp])[] = [
  ['entities', () => Promise.resolve(answer(`${entities}${soap('&b;')}`)), unreadable],
  ['100,000 levels', () => Promise.resolve(answer(soap('<a>'.repeat(100_000)))), /nested deeper/],
  ['another encoding', () => Promise.resolve(answer(Buffer.from(soap('<a>ü</a>'), 'latin1'))), unreadable],
  ['UTF-16', () => Promise.resolve(answer(Buffer.from(`\ufeff${soap('')}`, 'utf16le'))), unreadable],
  ['JSON', () => Promise.resolve(answer('{"returnval":[]}')), unreadable],
  ['nothing', () => Promise.resolve(answer('')), unreadable],
  ['an empty list', () => Promise.resolve(answer(soap(''))), /tells nothing/],
  ['half of an answer', () => Promise.resolve(answer(soap('<returnval>').slice(0, 90))), unreadable],
  ['an answer to something else', () => Promise.resolve(answer(soap('').replaceAll('WaitFor', 'X'))), /is none to/],
  ['pages without end', () => Promise.resolve(answer(soap(page))), /without end/],
  [
    'a redirect to elsewhere',
    () => Promise.resolve(answer('', 307, { location: 'https://elsewhere.test/sdk' })),
    /HTTP status 307/,
  ],
  ['silence', () => never, /did not answer/],
  ['a body that never comes', () => Promise.resolve({ ...answer(''), body: silent() }), /did not answer/],
  ['a fault that nobody knows', () => Promise.resolve(answer(fault('Vendor"<&'), 500)), /answered with/],
];

const page = '<returnval><version>1</version><truncated>true</truncated></returnval>';
const fault = (type: string) =>
  `<e:Envelope xmlns:e="e"><e:Body><e:Fault><faultcode>x</faultcode><faultstring>boom</faultstring><detail><F type="${type.replace(/["<&]/g, '_')}"/></detail></e:Fault></e:Body></e:Envelope>`;

async function* silent(): AsyncGenerator<Uint8Array> {
  yield await never;
}

describe('a vCenter that answers badly', () => {
  it.each(spoilers)('with %s troubles its own provider, and only until it is mended', async (_what, spoil, problem) => {
    const world = await start(spoil);
    const { clock, bad, good, contacted } = world;
    await clock.until(() => good.state.phase === 'ready', 60_000, 'the good provider');
    await clock.until(() => bad.state.phase === 'stale', 15 * 60_000, 'a word about the bad one');
    expect(bad.state).toMatchObject({ problem: expect.stringMatching(problem) as string });
    await clock.advance(60_000);
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await clock.advance(2_000);
    expect(good.state.phase).toBe('ready');
    expect(await good.machine({ name: 'web-02' })).toMatchObject({ result: 'found' });
    expect([...contacted]).toEqual(['vc.sandbox.test']);
    world.mend();
    await clock.until(() => bad.state.phase === 'ready', 15 * 60_000, 'the bad provider, mended');
    expect(await bad.machine({ name: 'web-02' })).toMatchObject({ result: 'found' });
  });

  it('at once though nothing happened, again and again, is not asked more than once a second', async () => {
    let asked = 0;
    const world = await start(() => {
      asked += 1;
      return Promise.resolve(answer(soap('')));
    });
    const { clock, bad } = world;
    world.mend();
    await clock.until(() => bad.state.phase === 'ready', 60_000, 'the inventory');
    world.spoil();
    world.vcenter.machines.rename('vm-1001', 'web-02');
    await clock.advance(60_000);
    expect(asked).toBeGreaterThan(30);
    expect(asked).toBeLessThan(62);
    expect((await bad.counts()).vms).toBe(14);
  });

  it('ends its session in the middle of the list', async () => {
    const world = await startVcenter({ settings: { objectsPerAnswer: 5 } });
    const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
    open.push(inventories);
    world.vcenter.faults.add({ method: 'WaitForUpdatesEx', nth: 3, action: { kind: 'delay', ms: 1_000 } });
    inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, world.connection);
    await world.clock.advance(500);
    world.vcenter.sessions.endAll();
    await world.clock.until(() => inventories.of('p')?.state.phase === 'ready', 120_000, 'a loaded inventory');
    expect((await inventories.of('p')?.counts())?.vms).toBe(14);
  });
});

const strange = [
  '__proto__',
  'constructor',
  'x'.repeat(5_000),
  ' \u202eevil\u202c ',
  'a\tb',
  '<script>&amp;"\'',
  '../../etc/passwd',
  '%00%2f%5c%25',
  '👩‍💻 und 東京',
  'twin',
];

describe('what people write', () => {
  it('is shown as it is, whatever it is', async () => {
    const world = await startVcenter();
    const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
    open.push(inventories);
    const ids = strange.map((name, index) => {
      const attributes = { [`__proto__${index}`]: name, toString: name };
      return world.vcenter.machines.add({ name, attributes, tags: [`constructor/${name}`], nics: [], disks: [] }).id;
    });
    inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, world.connection);
    const inventory = inventories.of('p');
    await world.clock.until(() => inventory?.state.phase === 'ready', 120_000, 'a loaded inventory');
    await world.clock.advance(2_000);
    for (const [index, id] of ids.entries()) {
      const row = await inventory?.row('vms', id);
      const name = strange[index]?.trim().replace(/%(2f|5c|25)/g, (found) => decodeURIComponent(found)) ?? '';
      expect(row?.name).toBe(name);
      expect((row?.own as { attributes: Record<string, string> }).attributes).toMatchObject({
        [`__proto__${index}`]: strange[index]?.trim(),
      });
      expect(row?.tags).toMatchObject([{ category: 'constructor', name: strange[index] }]);
      expect((await inventory?.machine({ id }))?.result).toBe('found');
    }
    expect(await inventory?.machine({ name: 'twin' })).toMatchObject({ result: 'ambiguous' });
  });

  it('is cut where it is a book', async () => {
    const world = await startVcenter();
    const inventories = new ProviderInventories({ context: world.context, collect: collectHere });
    open.push(inventories);
    const book = 'All work and no play. '.repeat(500_000);
    world.vcenter.machines.change('vm-1002', (vm) => {
      vm.annotation = book;
      vm.attributes = { Owner: book };
    });
    inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, world.connection);
    const inventory = inventories.of('p');
    await world.clock.until(() => inventory?.state.phase === 'ready', 120_000, 'a loaded inventory');
    expect((await inventory?.counts())?.vms).toBe(14);
    expect(JSON.stringify(await inventory?.row('vms', 'vm-1002')).length).toBeLessThan(200_000);
  });
});
