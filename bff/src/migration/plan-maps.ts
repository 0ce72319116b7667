import { networkMaps, type NetworkMap } from '../api/generated/network-map.ts';
import { storageMaps, type StorageMap } from '../api/generated/storage-map.ts';
import type { Plan } from '../api/generated/plan.ts';
import type { ObjectReference } from '../api/kinds/core.ts';
import type { InventoryItem, InventoryRef, Lookup } from '../inventory/inventory.ts';
import type { Client } from '../kube/client.ts';
import type { NetworkTarget } from '../target/network-mapping.ts';
import type { StorageTarget } from './resolve.ts';

export interface PlanMaps {
  readonly network: NetworkMap | undefined;
  readonly storage: StorageMap | undefined;
}

type LookUp = (ref: InventoryRef) => Promise<Lookup<InventoryItem>>;

export async function readMaps(client: Client, { metadata, spec }: Plan): Promise<PlanMaps> {
  const keyOf = ({ namespace = metadata.namespace, name = '' }: ObjectReference) => ({
    name,
    ...(namespace && { namespace }),
  });
  return {
    network: spec.map.network.name ? await client.find(networkMaps, keyOf(spec.map.network)) : undefined,
    storage: spec.map.storage.name ? await client.find(storageMaps, keyOf(spec.map.storage)) : undefined,
  };
}

/** The map's entries with ids for names; entries whose source does not exist concern no machine. */
export async function networkTargets(map: NetworkMap | undefined, lookUp: LookUp): Promise<NetworkTarget[]> {
  const targets: NetworkTarget[] = [];
  for (const { source, destination } of map?.spec.map ?? []) {
    const id = await idOf(source, lookUp);
    if (id === undefined) continue;
    const { type, namespace, name } = destination;
    targets.push({ source: id, type, ...(namespace && { namespace }), ...(name && { name }) });
  }
  return targets;
}

export async function storageTargets(map: StorageMap | undefined, lookUp: LookUp): Promise<StorageTarget[]> {
  const targets: StorageTarget[] = [];
  for (const { source, destination } of map?.spec.map ?? []) {
    const id = await idOf(source, lookUp);
    if (id === undefined) continue;
    const { storageClass, volumeMode, accessMode } = destination;
    targets.push({ source: id, storageClass, ...(volumeMode && { volumeMode }), ...(accessMode && { accessMode }) });
  }
  return targets;
}

async function idOf({ id, name }: InventoryRef, lookUp: LookUp): Promise<string | undefined> {
  if (id) return id;
  const found = await lookUp({ name });
  return found.result === 'found' ? found.item.id : undefined;
}
