import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import { storageMaps, type StorageMap } from '../api/generated/storage-map.ts';
import type { OwnerReference, Resource } from '../api/resource.ts';
import { requesterStamp } from '../platform/requester.ts';
import { ensure } from './ensure.ts';
import { mapNames } from './plan-maps.ts';
import type { Writer } from './writer.ts';

type AnyMap = NetworkMap | StorageMap;

export interface Copy {
  readonly name: string;
  /** VMs of the copy, as they stand in the plan. */
  readonly vms: Plan['spec']['vms'];
}

const isOwnedBy = (map: AnyMap, plan: Plan) =>
  map.metadata.ownerReferences?.some(({ uid }) => uid === plan.metadata.uid) === true;

/** The plan's own map, which goes with it; undefined for a shared one, that both plans use, and for one that is missing. */
async function ownMap<T extends AnyMap>(
  writer: Writer,
  resource: Resource<T>,
  plan: Plan,
  { name = '', namespace = plan.metadata.namespace ?? '' }: { readonly name?: string; readonly namespace?: string },
): Promise<T | undefined> {
  const map = name === '' ? undefined : await writer.client.find(resource, { namespace, name });
  return map !== undefined && isOwnedBy(map, plan) ? map : undefined;
}

/**
 * Another plan like this one, with copies of its own maps, not started. The plan comes first, as when it is created.
 * Throws ConflictError (`name-taken`) when the name belongs to a plan of another content.
 */
export async function duplicatePlan(writer: Writer, plan: Plan, { name, vms }: Copy): Promise<Plan> {
  const { namespace = '' } = plan.metadata;
  const names = mapNames(name);
  const network = await ownMap(writer, networkMaps, plan, plan.spec.map.network);
  const storage = await ownMap(writer, storageMaps, plan, plan.spec.map.storage);
  const spec = { ...plan.spec, archived: undefined, paused: undefined };
  const copy = await ensure(writer, plans, {
    apiVersion: plan.apiVersion,
    kind: plan.kind,
    metadata: { namespace, name, annotations: requesterStamp(writer) },
    spec: {
      ...spec,
      vms,
      map: {
        network: network === undefined ? spec.map.network : { namespace, name: names.network },
        storage: storage === undefined ? spec.map.storage : { namespace, name: names.storage },
      },
    },
  });
  const owner: OwnerReference = { apiVersion: copy.apiVersion, kind: copy.kind, name, uid: copy.metadata.uid ?? '' };
  const owned = <T extends AnyMap>({ apiVersion, kind, spec: content }: T, mapName: string): T =>
    ({ apiVersion, kind, metadata: { namespace, name: mapName, ownerReferences: [owner] }, spec: content }) as T;
  if (network !== undefined) await ensure(writer, networkMaps, owned(network, names.network));
  if (storage !== undefined) await ensure(writer, storageMaps, owned(storage, names.storage));
  return copy;
}
