import { hosts, type Host } from '../../api/generated/host.ts';
import { networkMaps, type NetworkMap } from '../../api/generated/network-map.ts';
import { storageMaps, type StorageMap } from '../../api/generated/storage-map.ts';
import type { Condition } from '../../api/resource.ts';
import { hasCondition, isBlocker } from '../../migration/judgement/finding.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import { meansHost } from '../../writers/host-networks.ts';
import type { Caller } from '../caller.ts';
import { among, pageOfRows, type PageRules } from '../page.ts';
import { PerInventory } from '../per-inventory.ts';
import { readable } from '../rights.ts';
import type { RouteContext } from '../route-context.ts';
import type { Routes } from '../route.ts';
import { sourcePlaces, type SourcePlaces } from '../summaries/source-places.ts';
import { conditionRowOf } from '../summaries/plan-details.ts';
import { sourceTrees, type SourceTrees } from '../summaries/source-tree.ts';
import { inventoryFor } from './inventory-reads.ts';

/** Reads whole collections. */
function itemsOf(inventory: ProviderInventory) {
  return async (collection: string, filter = {}) =>
    (await inventory.page({ collection, filter, offset: 0, limit: Number.MAX_SAFE_INTEGER })).items;
}

export async function readPlaces(inventory: ProviderInventory): Promise<SourcePlaces> {
  const items = itemsOf(inventory);
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

type PlaceRoutes = Pick<
  Routes,
  'listInventoryHosts' | 'listInventoryNetworks' | 'listInventoryDatastores' | 'getInventoryTree'
>;

async function readTrees(inventory: ProviderInventory): Promise<SourceTrees> {
  const items = itemsOf(inventory);
  return sourceTrees({
    datacenters: await items('datacenters'),
    folders: await items('folders'),
    clusters: await items('clusters'),
    hosts: await items('hosts'),
    machines: await items('vms', { isTemplate: ['false'] }),
  });
}

/** Of folders, clusters and hosts; what is left out is counted. */
const mostNodes = 5000;

/** The maps that have an entry for the place, by its id or, where that is how they know it, its name. */
function mapsNaming({ id, name }: Place, maps: readonly (NetworkMap | StorageMap)[]) {
  return maps
    .filter((map) =>
      ((map as Partial<typeof map>).spec?.map ?? []).some(({ source }) =>
        source.id ? source.id === id : source.name === name,
      ),
    )
    .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name }));
}

function problemsIn(conditions: readonly Condition[]) {
  return conditions
    .filter(({ category, status }) => status === 'True' && (category === 'Warn' || isBlocker(category)))
    .map(conditionRowOf);
}

/** The way to the host's disks past the provider, if somebody asked for one; the one that works where several did. */
function readingOf(place: Place, hosts: readonly Host[]) {
  const meant = hosts
    .filter((host) => meansHost(host, place))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      address: spec.ipAddress,
      isReady: hasCondition(status?.conditions, 'Ready'),
      isJudged: status?.observedGeneration === metadata.generation,
      problems: problemsIn(status?.conditions ?? []),
    }));
  return meant.find(({ isReady }) => isReady) ?? meant[0];
}

export function inventoryPlaces({ catalog }: RouteContext): PlaceRoutes {
  const places = new PerInventory(readPlaces);
  const trees = new PerInventory(readTrees);
  const keyOf = ({ project, name }: Parameters<typeof inventoryFor>[2]) => ({ namespace: project, name });
  const placesFor = async (caller: Caller, params: Parameters<typeof inventoryFor>[2]) => {
    const { inventory } = await inventoryFor(catalog, caller, params);
    return (await places.of(inventory)).made;
  };
  return {
    listInventoryHosts: async ({ caller, params, query }) => {
      const page = pageOfRows((await placesFor(caller, params)).hosts, query, hostRules);
      const provider = catalog.provider(keyOf(params));
      const read = await readable(caller, hosts, provider === undefined ? [] : catalog.hostsOf(provider));
      return { ...page, rows: page.rows.map((row) => ({ ...row, reading: readingOf(row, read) })) };
    },
    listInventoryNetworks: async ({ caller, params, query }) => {
      const page = pageOfRows((await placesFor(caller, params)).networks, query, networkRules);
      const provider = catalog.provider(keyOf(params));
      const using = provider === undefined ? [] : catalog.networkMapsUsing(provider);
      const maps = await readable(caller, networkMaps, using);
      return { ...page, rows: page.rows.map((row) => ({ ...row, maps: mapsNaming(row, maps) })) };
    },
    listInventoryDatastores: async ({ caller, params, query }) => {
      const page = pageOfRows((await placesFor(caller, params)).datastores, query, datastoreRules);
      const provider = catalog.provider(keyOf(params));
      const using = provider === undefined ? [] : catalog.storageMapsUsing(provider);
      const maps = await readable(caller, storageMaps, using);
      return { ...page, rows: page.rows.map((row) => ({ ...row, maps: mapsNaming(row, maps) })) };
    },
    getInventoryTree: async ({ caller, params }) => {
      const { inventory } = await inventoryFor(catalog, caller, params);
      const nodes = (await trees.of(inventory)).made[params.view];
      return { nodes: nodes.slice(0, mostNodes), more: Math.max(0, nodes.length - mostNodes) };
    },
  };
}
