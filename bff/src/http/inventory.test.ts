import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  getInventoryTree,
  listInventoryDatastores,
  listInventoryHosts,
  listInventoryNetworks,
} from '../api/http/inventory-places.ts';
import { listInventory, listInventoryVms } from '../api/http/inventory.ts';
import { pageOf, problem } from '../api/http/shapes.ts';
import { providers } from '../api/generated/provider.ts';
import { hosts } from '../api/generated/host.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { hostRef, HttpWorld, project, vcenterRef, type CallOptions } from '../testing/http-world.ts';

const path = `/projects/${project}/providers`;

let world: HttpWorld;
beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  await world.addPlan('holding');
  await world.admin.client.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { namespace: project, name: 'vc-new' },
    spec: { type: 'vsphere', url: 'https://vc.example/sdk', secret: {} },
  });
  await world.settle();
});
afterAll(() => world.close());

const machines = () => world.source.vcenter.machines.all();

describe('the inventory', () => {
  const vms = async (query: string, options: CallOptions = {}) =>
    listInventoryVms.answer.parse((await world.call('GET', `${path}/vcenter/inventory/vms?${query}`, options)).body);

  it('pages, searches and sorts at the server', async () => {
    const page = await vms('search=WEB&sort=-memoryBytes&limit=1');
    expect(page).toMatchObject({ phase: 'ready', total: machines().filter(({ template }) => !template).length });
    expect(page.rows).toHaveLength(1);
    expect(page.matching).toBeGreaterThanOrEqual(1);
  });

  it('names host, cluster and folder, and the plans that have a machine', async () => {
    const [row] = (await vms('ids=vm-1001')).rows;
    expect(row).toMatchObject({
      name: 'web-01',
      host: 'esx-01.sandbox.test',
      power: 'On',
      disks: 2,
      plans: [{ namespace: project, name: 'holding' }],
    });
    expect(row?.cluster).not.toBe('');
    expect(row?.folder).toMatch(/Production\/Web$/);
  });

  it('filters by what the table shows, and sums what matches', async () => {
    const all = await vms('limit=200');
    const on = await vms('power=On&host=esx-01.sandbox.test&limit=200');
    const expected = all.rows.filter(({ power, host }) => power === 'On' && host === 'esx-01.sandbox.test');
    expect(on.rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(on.sums).toEqual({
      running: expected.length,
      diskBytes: expected.reduce((sum, row) => sum + row.diskBytes, 0),
      usedBytes: expected.reduce((sum, row) => sum + row.usedBytes, 0),
    });
    expect(expected.length).toBeGreaterThan(0);
  });

  it('says another time of other rows, also when it is asked right after a change', async () => {
    const asked = async () => {
      const { rows, updated } = await vms('ids=vm-1001');
      return { cpus: rows[0]?.cpus, updated };
    };
    const before = await asked();
    world.source.vcenter.machines.change('vm-1001', (vm) => {
      vm.cpus = 7;
    });
    await world.clock.advance(100);
    const during = await asked();
    await world.clock.advance(1_000);
    const after = await asked();
    expect([before.cpus, after.cpus]).toEqual([2, 7]);
    expect(during.cpus === after.cpus || during.updated !== after.updated).toBe(true);
    expect(after.updated).not.toBe(before.updated);
  });

  it.each(['name', 'power', 'guestOs', 'cpus', 'memoryBytes', 'disks', 'diskBytes', 'usedBytes', 'host', 'folder'])(
    'sorts by %s both ways',
    async (column) => {
      const values = async (sort: string) =>
        (await vms(`limit=200&sort=${sort}`)).rows.map((row) => row[column as 'name' | 'cpus']);
      const up = await values(column);
      expect(await values(`-${column}`)).toEqual([...up].reverse());
      expect(new Set(up).size).toBeGreaterThan(1);
    },
  );

  it('serves the other collections', async () => {
    const { body } = await world.call('GET', `${path}/vcenter/inventory/collections/hosts?search=esx-01`);
    expect(listInventory.answer.parse(body).rows).toMatchObject([{ name: 'esx-01.sandbox.test' }]);
    const { status } = await world.call('GET', `${path}/vcenter/inventory/collections/passwords`);
    expect(status).toBe(400);
  });

  it.each(['hosts', 'networks', 'datastores'])('counts what uses its %s, sorted at the server', async (places) => {
    const { body } = await world.call('GET', `${path}/vcenter/inventory/${places}?sort=-vms`);
    const rows = pageOf(z.object({ id: z.string(), vms: z.number() })).parse(body).rows;
    expect(rows.map(({ vms }) => vms)).toEqual(rows.map(({ vms }) => vms).toSorted((a, b) => b - a));
    expect(rows[0]?.vms).toBeGreaterThan(0);
  });

  it('a count leads to just these machines', async () => {
    const { body } = await world.call('GET', `${path}/vcenter/inventory/networks`);
    for (const { id, vms: count } of listInventoryNetworks.answer.parse(body).rows)
      expect((await vms(`where=${encodeURIComponent(`networks.id = ${id}`)}`)).matching).toBe(count);
    const datastores = await world.call('GET', `${path}/vcenter/inventory/datastores`);
    for (const { id, vms: count } of listInventoryDatastores.answer.parse(datastores.body).rows)
      expect((await vms(`where=${encodeURIComponent(`disks.datastore.id = ${id}`)}`)).matching).toBe(count);
  });

  it.each(['folders', 'hosts'])('every place in the tree of %s leads to just the machines below it', async (view) => {
    const { body } = await world.call('GET', `${path}/vcenter/inventory/tree/${view}`);
    const { nodes } = getInventoryTree.answer.parse(body);
    expect(nodes.length).toBeGreaterThan(2);
    for (const { query, name, vms: count } of nodes)
      expect((await vms(`where=${encodeURIComponent(query)}`)).matching, name).toBe(count);
  });

  it('a network and a datastore say which maps name them', async () => {
    const [network] = listInventoryNetworks.answer.parse(
      (await world.call('GET', `${path}/vcenter/inventory/networks?sort=-vms`)).body,
    ).rows;
    await world.admin.client.create(networkMaps, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'NetworkMap',
      metadata: { namespace: project, name: 'naming' },
      spec: {
        provider: { source: vcenterRef, destination: hostRef },
        map: [{ source: { id: network?.id }, destination: { type: 'pod' } }],
      },
    });
    await world.settle();
    const { body } = await world.call('GET', `${path}/vcenter/inventory/networks`);
    const named = listInventoryNetworks.answer.parse(body).rows.filter(({ maps }) => maps.length > 0);
    expect(named.map(({ id, maps }) => [id, maps])).toEqual([[network?.id, [{ namespace: project, name: 'naming' }]]]);
  });

  it.each([
    ['sam', 'vcenter', 403, 'forbidden'],
    ['olga', 'vc-new', 503, 'inventory-not-read'],
  ] as const)('answers %s for %s with %d', async (as, name, status, code) => {
    const { body } = await world.call('GET', `${path}/${name}/inventory/vms`, { as });
    expect(problem.parse(body)).toMatchObject({ status, code });
  });
});

describe('a host that is read at an address of its own', () => {
  it('is told with it, and whether it can be read there', async () => {
    const rows = async () =>
      listInventoryHosts.answer.parse((await world.call('GET', `${path}/vcenter/inventory/hosts`)).body).rows;
    const [first] = await rows();
    await world.admin.client.create(hosts, {
      apiVersion: 'forklift.konveyor.io/v1beta1',
      kind: 'Host',
      metadata: { namespace: project, name: 'esx' },
      spec: { id: first?.id, ipAddress: '198.51.100.10', provider: vcenterRef, secret: { name: 'esx' } },
    });
    await world.settle();
    const told = (await rows()).filter(({ reading }) => reading !== undefined);
    const reading = { name: 'esx', address: '198.51.100.10', isReady: false, isJudged: false, problems: [] };
    expect(told.map(({ id, reading: shown }) => [id, shown])).toEqual([[first?.id, reading]]);
  });
});

describe('choosing machines', () => {
  const vms = async (query: Record<string, string>) =>
    listInventoryVms.answer.parse(
      (
        await world.call(
          'GET',
          `${path}/vcenter/inventory/vms?${new URLSearchParams({ limit: '200', ...query }).toString()}`,
        )
      ).body,
    );
  const names = async (where: string) => (await vms({ where })).rows.map(({ name }) => name);

  it('by a query over columns, concerns and attributes', async () => {
    const all = (await vms({})).rows;
    const ofRows = (passes: (row: (typeof all)[number]) => boolean) => all.filter(passes).map(({ name }) => name);
    const large = (row: (typeof all)[number]) => row.power === 'On' && row.memoryBytes >= 4 * 1024 ** 3;
    expect(await names('power = on and memory >= 4GiB')).toEqual(ofRows(large));
    expect(await names('concern ~ snapshot')).toEqual(
      ofRows(({ concerns }) => concerns.some(({ id }) => id === 'vmware.snapshot.detected')),
    );
    expect(await names('noSuchAttribute = 4')).toEqual([]);
    expect((await names('firmware = efi')).length).toBeGreaterThan(0);
    expect((await names('disks.capacity > 1GiB')).length).toBeGreaterThan(0);
  });

  it.each([
    ['tag = nightly', ['archive-01', 'db-01']],
    ['tag = "Tier/Gold"', ['db-01']],
    ['tag in (gold, silver) and power = on', ['db-01']],
    ['own.attributes.Owner ~ records', ['archive-01']],
  ])('by tags and custom attributes: %s', async (where, expected) => {
    expect((await names(where)).toSorted()).toEqual(expected);
  });

  it('shows concerns, the worst first, and what the filters could be set to', async () => {
    const page = await vms({ search: 'a' });
    const unfiltered = (await vms({ search: 'a', power: 'On', concerns: 'Warning' })).facets;
    expect(unfiltered).toEqual(page.facets);
    const on = page.rows.filter(({ power }) => power === 'On').length;
    expect(page.facets.power.On).toBe(on);
    expect(Object.values(page.facets.concerns).length).toBeGreaterThan(1);
    const warned = await vms({ search: 'a', concerns: 'Warning' });
    expect(warned.matching).toBe(page.facets.concerns.Warning);
    const snapshots = page.rows.flatMap(({ concerns }) =>
      concerns.filter(({ id }) => id === 'vmware.snapshot.detected'),
    );
    expect(snapshots.length).toBeGreaterThan(0);
    for (const { values } of snapshots) expect(values).toEqual([expect.stringMatching(/^\d+ snapshots?$/)]);
    for (const { concerns } of page.rows) {
      const ranks = concerns.map(({ category }) => ['Critical', 'Warning', 'Information'].indexOf(category));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });

  it('sorted by their concerns, one critical before any number of warnings', async () => {
    const counts = (await vms({ sort: '-concerns' })).rows.map(({ concerns }) =>
      ['Critical', 'Warning', 'Information'].map((name) => concerns.filter(({ category }) => category === name).length),
    );
    const worst = (left: readonly number[], right: readonly number[]) =>
      left.map((count, index) => (right[index] ?? 0) - count).find((difference) => difference !== 0) ?? 0;
    expect(counts).toEqual(counts.toSorted(worst));
    expect(counts[0]).not.toEqual(counts.at(-1));
  });

  it('points at what is wrong with a query', async () => {
    const response = await world.call(
      'GET',
      `${path}/vcenter/inventory/vms?where=${encodeURIComponent('disks > many')}`,
    );
    expect(response.status).toBe(400);
    expect(problem.parse(response.body)).toMatchObject({
      code: 'query-not-valid',
      detail: '`disks >` needs a number',
      parameters: { start: '8', end: '12' },
    });
  });
});
