import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBytes } from '../platform/body.ts';
import { systemClock } from '../platform/clock.ts';
import { openDriverContext, type OpenDriverContext } from '../providers/driver-context.ts';
import type { Connection, SourceSession } from '../providers/driver.ts';
import { vsphereDriver } from '../providers/vsphere/driver.ts';
import { collectInThread } from './collector-thread.ts';
import type { ProviderInventory } from './inventory.ts';
import { ProviderInventories } from './provider-inventories.ts';

const url = process.env.GANTRY_VCSIM_URL;
if (url === undefined) console.log('not run: vcsim (GANTRY_VCSIM_URL is not set)');

/** Resolves when a notification finds the state reached; the test's own limit ends a vain wait. */
function until(inventory: ProviderInventory, reached: () => boolean | Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = async () => {
      if (!(await reached())) return;
      end();
      resolve();
    };
    const end = inventory.changed(() => void look().catch(reject));
    void look().catch(reject);
  });
}

/** As an administrator of the vCenter does. */
async function attachTag(
  connection: Connection,
  context: OpenDriverContext,
  { category, name, machine }: { readonly category: string; readonly name: string; readonly machine: string },
): Promise<void> {
  const session: Record<string, string> = {};
  const post = async (path: string, body: object, headers: Record<string, string> = session): Promise<string> => {
    const { status, body: answer } = await context.send(connection)({
      method: 'POST',
      url: new URL(`/rest/com/vmware/cis/${path}`, connection.url).href,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = (await readBytes(answer, { limitBytes: 10_000 })).toString();
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return text === '' ? '' : (JSON.parse(text) as { readonly value: string }).value;
  };
  const basic = Buffer.from(`${connection.user}:${connection.password}`).toString('base64');
  session['vmware-api-session-id'] = await post('session', {}, { authorization: `Basic ${basic}` });
  const common = { description: '', cardinality: 'MULTIPLE', associable_types: [] };
  const category_id = await post('tagging/category', { create_spec: { ...common, name: category } });
  const tag = await post('tagging/tag', { create_spec: { name, description: '', category_id } });
  const object_id = { type: 'VirtualMachine', id: machine };
  await post(`tagging/tag-association/id:${tag}?~action=attach`, { object_id });
}

describe.skipIf(url === undefined)('the inventory of vcsim, collected in a thread', () => {
  let context: OpenDriverContext;
  let inventories: ProviderInventories;
  let inventory: ProviderInventory;
  let connection: Connection;
  let source: SourceSession;

  beforeAll(async () => {
    const loopback = { address: '127.0.0.0', prefix: 8 };
    const outbound = { allowedAddresses: [loopback], clusterAddresses: [], proxies: {} };
    context = openDriverContext(outbound, systemClock);
    const secret = { user: 'administrator@vsphere.local', password: 'vcsim-password', insecureSkipVerify: 'true' };
    connection = vsphereDriver.connection({ url: url ?? '', settings: {}, secret });
    source = vsphereDriver.source(connection, context);
    inventories = new ProviderInventories({ context, collect: collectInThread(outbound) });
    inventories.start({ uid: 'p', type: 'vsphere', version: '1' }, connection);
    const started = inventories.of('p');
    if (started === undefined) throw new Error('No inventory was started.');
    inventory = started;
    await until(inventory, () => inventory.state.phase === 'ready');
  });

  afterAll(async () => {
    await source.close();
    await inventories.close();
    await context.close();
  });

  it('loads every collection', async () => {
    const counts = await inventory.counts();
    for (const collection of ['datacenters', 'clusters', 'hosts', 'folders', 'networks', 'datastores', 'vms']) {
      expect([collection, counts[collection]]).toEqual([collection, expect.any(Number)]);
      expect(counts[collection]).toBeGreaterThan(0);
    }
  });

  it('tells the same as reading from the source', async () => {
    const { items } = await inventory.page({ collection: 'vms', offset: 0, limit: 10 });
    expect(items.length).toBeGreaterThan(1);
    for (const { id } of items) {
      expect(await inventory.machine({ id: String(id) })).toEqual({
        result: 'found',
        item: await source.machine(String(id)),
      });
    }
  });

  it('tells tags, with their categories', async () => {
    const { items } = await inventory.page({ collection: 'vms', offset: 0, limit: 1 });
    const id = String(items[0]?.id);
    await attachTag(connection, context, { category: 'Tier', name: 'Gold', machine: id });
    inventories.start({ uid: 'tagged', type: 'vsphere', version: '1' }, connection);
    const tagged = inventories.of('tagged');
    if (tagged === undefined) throw new Error('No inventory was started.');
    const tags = async () => ((await tagged.row('vms', id))?.tags ?? []) as readonly object[];
    await until(tagged, async () => (await tags()).length > 0);
    expect(await tags()).toMatchObject([{ category: 'Tier', name: 'Gold' }]);
  });

  it('follows a change of power', async () => {
    const { items } = await inventory.page({ collection: 'vms', sort: '-name', offset: 0, limit: 1 });
    const id = String(items[0]?.id);
    const isOff = async () => {
      const found = await inventory.machine({ id });
      return found.result === 'found' && found.item.power === 'Off';
    };
    await source.powerOff(id);
    await until(inventory, isOff);
    await source.powerOn(id);
    await until(inventory, async () => !(await isOff()));
  });
});
