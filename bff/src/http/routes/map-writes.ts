import { networkMaps, type NetworkMap } from '../../api/generated/network-map.ts';
import { plans as planKind, type Plan } from '../../api/generated/plan.ts';
import { storageMaps, type StorageMap } from '../../api/generated/storage-map.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { ConflictError } from '../../platform/errors.ts';
import { editMap, mergedEntries } from '../../writers/edit-map.ts';
import { ensure } from '../../writers/ensure.ts';
import { mapsOf } from '../../writers/plan-maps.ts';
import type { Caller } from '../caller.ts';
import { access, demanded, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import type { AnyMap } from '../summaries/map-row.ts';
import { activeRun } from '../summaries/plan-runs.ts';

type MapWrites = Pick<
  Routes,
  | 'createNetworkMap'
  | 'editNetworkMap'
  | 'deleteNetworkMap'
  | 'createStorageMap'
  | 'editStorageMap'
  | 'deleteStorageMap'
>;

interface Named {
  readonly project: string;
  readonly name: string;
}

function identity({ metadata }: KubeObject): { namespace: string; name: string; uid: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' };
}

const keyOf = ({ project, name }: Named) => ({ namespace: project, name });
const noEntries = { networkMap: [], storageMap: [] };

export function mapWrites({ catalog }: RouteContext): MapWrites {
  async function refuse(caller: Caller, using: readonly Plan[], what: 'map-used' | 'map-in-run'): Promise<void> {
    if (using.length === 0) return;
    const readableOnes = await readable(caller, planKind, using);
    const names = readableOnes.map(({ metadata }) => metadata.name).sort();
    const kind = what === 'map-used' ? 'a plan' : 'a running plan';
    throw new ConflictError(`The map is used by ${names.length === 0 ? kind : names.join(', ')}.`, {
      code: what,
      parameters: { plans: names.join(', ') },
    });
  }

  /** The map, for a caller who may do this with it. */
  async function demandedFor<M extends AnyMap>(
    { caller, params }: { readonly caller: Caller; readonly params: Named },
    verb: 'patch' | 'delete',
    resource: Resource<M>,
    cached: M | undefined,
  ): Promise<M> {
    await caller.demand(access(verb, resource, params.project, params.name));
    return demanded(caller, resource, params, cached);
  }

  const running = (map: AnyMap) =>
    catalog.plansWithMap(map).filter((plan) => activeRun(catalog.migrationsOf(plan)) !== undefined);

  async function remove<M extends AnyMap>(caller: Caller, resource: Resource<M>, map: M): Promise<{ deleted: true }> {
    await refuse(caller, catalog.plansWithMap(map), 'map-used');
    const { namespace, name, uid } = map.metadata;
    await caller.client.delete(resource, { namespace, name }, { uid });
    return { deleted: true };
  }

  return {
    createNetworkMap: async ({ caller, params, body: { name, source, target, entries } }) => {
      await caller.demand(access('create', networkMaps, params.project));
      const { network } = mapsOf(params.project, { name, source, target, ...noEntries, networkMap: entries });
      return identity(await ensure(caller, networkMaps, { ...network, metadata: { namespace: params.project, name } }));
    },
    editNetworkMap: async ({ caller, params, body: { version, entries } }) => {
      const cached = catalog.networkMap(keyOf(params));
      await refuse(caller, running(await demandedFor({ caller, params }, 'patch', networkMaps, cached)), 'map-in-run');
      const key = keyOf(params);
      const entriesOf = ({ spec }: NetworkMap) => mergedEntries(spec.map, entries);
      return identity(await editMap(caller, networkMaps, { key, version, entriesOf }));
    },
    deleteNetworkMap: async ({ caller, params }) => {
      const cached = catalog.networkMap(keyOf(params));
      return remove(caller, networkMaps, await demandedFor({ caller, params }, 'delete', networkMaps, cached));
    },
    createStorageMap: async ({ caller, params, body: { name, source, target, entries } }) => {
      await caller.demand(access('create', storageMaps, params.project));
      const { storage } = mapsOf(params.project, { name, source, target, ...noEntries, storageMap: entries });
      return identity(await ensure(caller, storageMaps, { ...storage, metadata: { namespace: params.project, name } }));
    },
    editStorageMap: async ({ caller, params, body: { version, entries } }) => {
      const cached = catalog.storageMap(keyOf(params));
      await refuse(caller, running(await demandedFor({ caller, params }, 'patch', storageMaps, cached)), 'map-in-run');
      const key = keyOf(params);
      const entriesOf = ({ spec }: StorageMap) => mergedEntries(spec.map, entries);
      return identity(await editMap(caller, storageMaps, { key, version, entriesOf }));
    },
    deleteStorageMap: async ({ caller, params }) => {
      const cached = catalog.storageMap(keyOf(params));
      return remove(caller, storageMaps, await demandedFor({ caller, params }, 'delete', storageMaps, cached));
    },
  };
}
