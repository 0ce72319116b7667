import { networkMaps, type NetworkMap } from '../../api/generated/network-map.ts';
import { plans as planKind } from '../../api/generated/plan.ts';
import { providers } from '../../api/generated/provider.ts';
import { storageMaps, type StorageMap } from '../../api/generated/storage-map.ts';
import type { MapRow, NetworkMapDetails, listNetworkMaps } from '../../api/http/maps.ts';
import type { InventoryItem, InventoryRef, Lookup, ProviderInventory } from '../../inventory/inventory.ts';
import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import { among, pageOfRows, type PageRules } from '../page.ts';
import { PerInventory } from '../per-inventory.ts';
import { access, demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { networkMapDetails, storageMapDetails, type SourceEnd } from '../summaries/map-details.ts';
import { mapAttention, mapRow, type AnyMap } from '../summaries/map-row.ts';
import { activeRun } from '../summaries/plan-runs.ts';
import { readPlaces } from './inventory-places.ts';

const refText = ({ namespace, name }: MapRow['source']) => `${namespace}/${name}`;

const mapRules: PageRules<MapRow, z.output<typeof listNetworkMaps.query>> = {
  searched: (row) => [row.name],
  passes: (row, query) =>
    among(query.status, row.state) &&
    among(query.source, refText(row.source)) &&
    among(query.owner, row.owner === undefined ? 'shared' : 'plan'),
  columns: {
    name: (row) => row.name,
    project: (row) => row.namespace,
    status: (row) => mapAttention.indexOf(row.state),
    source: (row) => refText(row.source),
    target: (row) => refText(row.target),
    entries: (row) => row.entries,
    plans: (row) => row.plans,
    owner: (row) => row.owner ?? '',
  },
  defaultColumns: ['name'],
  identity: (row) => `${row.namespace}/${row.name}`,
};

type MapReads = Pick<Routes, 'listNetworkMaps' | 'getNetworkMap' | 'listStorageMaps' | 'getStorageMap'>;

/** How an inventory finds what an entry names, and how many machines use it. */
interface SourceKind {
  readonly places: 'networks' | 'datastores';
  readonly find: (inventory: ProviderInventory, ref: InventoryRef) => Promise<Lookup<InventoryItem>>;
}
const networkKind: SourceKind = { places: 'networks', find: (inventory, ref) => inventory.network(ref) };
const storageKind: SourceKind = { places: 'datastores', find: (inventory, ref) => inventory.storage(ref) };

export function mapReads({ catalog }: RouteContext): MapReads {
  const places = new PerInventory(readPlaces);

  /** Plans that the caller may not read count, but are not named. */
  async function usersOf(caller: Caller, map: AnyMap): Promise<NetworkMapDetails['usedBy']> {
    const named = await readable(caller, planKind, catalog.plansWithMap(map));
    return named.map((plan) => ({
      namespace: plan.metadata.namespace ?? '',
      name: plan.metadata.name,
      running: activeRun(catalog.migrationsOf(plan)) !== undefined,
    }));
  }

  /** Of the source nothing is shown to who may not read the provider. */
  async function inventoryOf(caller: Caller, { source }: MapRow): Promise<ProviderInventory | undefined> {
    const provider = catalog.provider(source);
    if (provider === undefined) return undefined;
    const mayRead = await caller.may(access('get', providers, source.namespace, source.name));
    return mayRead ? catalog.inventory(provider) : undefined;
  }

  async function sourcesOf(caller: Caller, map: AnyMap, kind: SourceKind): Promise<SourceEnd[]> {
    const inventory = await inventoryOf(caller, mapRow({ map, plans: [] }));
    if (inventory === undefined || inventory.state.phase === 'loading') return [];
    const uses = new Map((await places.of(inventory)).made[kind.places].map(({ id, vms }) => [id, vms]));
    return Promise.all(
      ((map as Partial<AnyMap>).spec?.map ?? []).map(async ({ source: { id, name } }) => {
        if (!id && !name) return {};
        const lookup = await kind.find(inventory, { ...(id && { id }), ...(name && { name }) });
        return { lookup, ...(lookup.result === 'found' && { vms: uses.get(lookup.item.id) ?? 0 }) };
      }),
    );
  }

  async function detailsOf<M extends AnyMap>(caller: Caller, map: M, kind: SourceKind) {
    return {
      map,
      plans: catalog.plansWithMap(map),
      sources: await sourcesOf(caller, map, kind),
      usedBy: await usersOf(caller, map),
    };
  }

  const rowsOf = (maps: readonly AnyMap[]) => maps.map((map) => mapRow({ map, plans: catalog.plansWithMap(map) }));

  return {
    listNetworkMaps: async ({ caller, query }) => {
      const visible = await readable<NetworkMap>(caller, networkMaps, catalog.networkMaps(), query.project);
      return pageOfRows(rowsOf(visible), query, mapRules);
    },
    getNetworkMap: async ({ caller, params: { project, name } }) => {
      const cached = catalog.networkMap({ namespace: project, name });
      const map = await demanded(caller, networkMaps, { project, name }, cached);
      return networkMapDetails(await detailsOf(caller, map, networkKind));
    },
    listStorageMaps: async ({ caller, query }) => {
      const visible = await readable<StorageMap>(caller, storageMaps, catalog.storageMaps(), query.project);
      return pageOfRows(rowsOf(visible), query, mapRules);
    },
    getStorageMap: async ({ caller, params: { project, name } }) => {
      const cached = catalog.storageMap({ namespace: project, name });
      const map = await demanded(caller, storageMaps, { project, name }, cached);
      return storageMapDetails(await detailsOf(caller, map, storageKind));
    },
  };
}
