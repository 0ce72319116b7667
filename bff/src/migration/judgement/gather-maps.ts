import type { NetworkMap, NetworkPair } from '../../api/generated/network-map.ts';
import type { StorageMap, StoragePair } from '../../api/generated/storage-map.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { storageClasses } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { Inventories, InventoryItem, Lookup, ProviderInventory } from '../../inventory/inventory.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { classModes } from '../../volumes/class-modes.ts';
import { ownProvisioners } from '../own-provisioners.ts';
import { gatherProviders, readableInventory } from './gather-references.ts';
import { specOf } from './spec-of.ts';
import type { NetworkMapScope, ResolvedPair, StorageMapScope } from './map-checks.ts';

export interface GatherPorts {
  readonly cluster: Cluster;
  readonly inventories: Inventories;
}

export async function gatherNetworkMap(ports: GatherPorts, map: NetworkMap): Promise<NetworkMapScope> {
  const spec = specOf(map);
  const ends = gatherProviders(ports.cluster, spec?.provider, map.metadata.namespace ?? '');
  const inventory = readableInventory(ports.inventories, ends.source.object);
  return { ...ends, pairs: await resolveNetworkPairs(ports.cluster, inventory, spec?.map ?? []) };
}

export interface GatherStoragePorts extends GatherPorts {
  readonly serviceNamespace: string;
}

export async function gatherStorageMap(ports: GatherStoragePorts, map: StorageMap): Promise<StorageMapScope> {
  const spec = specOf(map);
  const ends = gatherProviders(ports.cluster, spec?.provider, map.metadata.namespace ?? '');
  const inventory = readableInventory(ports.inventories, ends.source.object);
  const open = (spec?.map ?? []).filter(({ destination }) => destination.accessMode === undefined);
  return {
    ...ends,
    pairs: await resolveStoragePairs(ports.cluster, inventory, spec?.map ?? []),
    ...(open.length > 0 && { modes: await gatherModes(ports, open) }),
  };
}

async function gatherModes(
  { cluster: { client }, serviceNamespace }: GatherStoragePorts,
  pairs: readonly StoragePair[],
): Promise<StorageMapScope['modes']> {
  const { provisioners, problems } = await ownProvisioners(client, serviceNamespace);
  const names = [...new Set(pairs.map(({ destination }) => destination.storageClass))].filter((name) => name !== '');
  const classes = await Promise.all(
    names.map(async (name) => {
      const found = await client.find(storageClasses, { name });
      const profile = await client.find(storageProfiles, { name });
      return found === undefined ? [] : [{ name, modes: classModes(found, profile, provisioners) }];
    }),
  );
  return { classes: classes.flat(), problems };
}

export function resolveNetworkPairs(
  { client }: Cluster,
  inventory: ProviderInventory | undefined,
  pairs: readonly NetworkPair[],
): Promise<ResolvedPair<NetworkPair>[]> {
  return Promise.all(
    pairs.map(async (pair) => {
      const { type, namespace, name } = pair.destination;
      const needed = type === 'multus' && namespace !== undefined && name !== undefined;
      const target = needed ? await client.find(networkAttachmentDefinitions, { namespace, name }) : undefined;
      const source = await lookUp(pair.source, (ref) => inventory?.network(ref));
      return { pair, source, targetExists: !needed || target !== undefined };
    }),
  );
}

export function resolveStoragePairs(
  { client }: Cluster,
  inventory: ProviderInventory | undefined,
  pairs: readonly StoragePair[],
): Promise<ResolvedPair<StoragePair>[]> {
  return Promise.all(
    pairs.map(async (pair) => {
      const name = pair.destination.storageClass;
      const target = name ? await client.find(storageClasses, { name }) : undefined;
      const source = await lookUp(pair.source, (ref) => inventory?.storage(ref));
      return { pair, source, targetExists: target !== undefined };
    }),
  );
}

async function lookUp(
  ref: { readonly id?: string; readonly name?: string },
  find: (ref: { id?: string; name?: string }) => Promise<Lookup<InventoryItem>> | undefined,
): Promise<Lookup<InventoryItem> | undefined> {
  if (!ref.id && !ref.name) return undefined;
  return find({ ...(ref.id && { id: ref.id }), ...(ref.name && { name: ref.name }) });
}

/** Resolved sources, as the status of a map lists them. */
export function references(
  pairs: readonly ResolvedPair<NetworkPair | StoragePair>[],
): { id?: string; name?: string; namespace?: string; type?: string }[] {
  return pairs.flatMap(({ pair, source }) =>
    source?.result === 'found'
      ? [{ id: source.item.id, name: source.item.name, ...(pair.source.type && { type: pair.source.type }) }]
      : [],
  );
}
