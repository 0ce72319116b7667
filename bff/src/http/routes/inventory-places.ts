import type { ProviderInventory } from '../../inventory/inventory.ts';
import type { Caller } from '../caller.ts';
import { among, pageOfRows, type PageRules } from '../page.ts';
import { PerInventory } from '../per-inventory.ts';
import type { RouteContext } from '../route-context.ts';
import type { Routes } from '../route.ts';
import { sourcePlaces, type SourcePlaces } from '../summaries/source-places.ts';
import { inventoryFor } from './inventory-reads.ts';

export async function readPlaces(inventory: ProviderInventory): Promise<SourcePlaces> {
  const items = async (collection: string, filter = {}) =>
    (await inventory.page({ collection, filter, offset: 0, limit: Number.MAX_SAFE_INTEGER })).items;
  return sourcePlaces({
    machines: await items('vms', { isTemplate: ['false'] }),
    hosts: await items('hosts'),
    clusters: await items('clusters'),
    networks: await items('networks'),
    datastores: await items('datastores'),
  });
}

interface Place {
  readonly id: string;
  readonly name: string;
}

/** Sorted by any of the keys. */
function rulesFor<Row extends Place>(keys: readonly (keyof Row & string)[]): PageRules<Row> {
  const value = (row: Row, key: keyof Row): string | number => {
    const found = row[key];
    return typeof found === 'number' ? found : String(found);
  };
  return {
    searched: ({ name }) => [name],
    passes: ({ id }, { ids }) => among(ids, id),
    columns: Object.fromEntries(keys.map((key) => [key, (row: Row) => value(row, key)])),
    defaultColumns: ['name'],
    identity: ({ id }) => id,
  };
}

const hostRules = rulesFor<SourcePlaces['hosts'][number]>([
  'name',
  'vms',
  'cluster',
  'inMaintenance',
  'product',
  'cpuCores',
  'memoryBytes',
  'networks',
  'datastores',
]);
const networkRules = rulesFor<SourcePlaces['networks'][number]>(['name', 'vms', 'type', 'vlan', 'hosts']);
const datastoreRules = rulesFor<SourcePlaces['datastores'][number]>([
  'name',
  'vms',
  'type',
  'capacityBytes',
  'freeBytes',
  'inMaintenance',
  'hosts',
]);

type PlaceRoutes = Pick<Routes, 'listInventoryHosts' | 'listInventoryNetworks' | 'listInventoryDatastores'>;

export function inventoryPlaces({ catalog }: RouteContext): PlaceRoutes {
  const places = new PerInventory(readPlaces);
  const placesFor = async (caller: Caller, params: Parameters<typeof inventoryFor>[2]) => {
    const { inventory } = await inventoryFor(catalog, caller, params);
    return (await places.of(inventory)).made;
  };
  return {
    listInventoryHosts: async ({ caller, params, query }) =>
      pageOfRows((await placesFor(caller, params)).hosts, query, hostRules),
    listInventoryNetworks: async ({ caller, params, query }) =>
      pageOfRows((await placesFor(caller, params)).networks, query, networkRules),
    listInventoryDatastores: async ({ caller, params, query }) =>
      pageOfRows((await placesFor(caller, params)).datastores, query, datastoreRules),
  };
}
