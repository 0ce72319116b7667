import type { NetworkMap, NetworkPair } from '../../api/generated/network-map.ts';
import type { StorageMap, StoragePair } from '../../api/generated/storage-map.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { storageClasses } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { Inventories, InventoryItem, Lookup, ProviderInventory } from '../../inventory/inventory.ts';
import type { Client } from '../../kube/client.ts';
import { classModes, isGuess } from '../../volumes/class-modes.ts';
import { ownProvisioners } from '../own-provisioners.ts';
import { gatherProviders, readableInventory } from './gather-references.ts';
import { gatherTarget, type TargetPorts } from './gather-target.ts';
import { specOf } from './spec-of.ts';
import type { NetworkMapScope, ResolvedPair, StorageMapScope } from './map-checks.ts';

export interface GatherPorts extends TargetPorts {
  readonly inventories: Inventories;
}

export async function gatherNetworkMap(ports: GatherPorts, map: NetworkMap): Promise<NetworkMapScope> {
  const spec = specOf(map);
  const ends = gatherProviders(ports.cluster, spec?.provider, map.metadata.namespace ?? '');
  const inventory = readableInventory(ports.inventories, ends.source.object);
  const target = await gatherTarget(ports, ends.destination.object);
  return { ...ends, pairs: await resolveNetworkPairs(target, inventory, spec?.map ?? []) };
}

export interface GatherStoragePorts extends GatherPorts {
  readonly serviceNamespace: string;
}

export async function gatherStorageMap(ports: GatherStoragePorts, map: StorageMap): Promise<StorageMapScope> {
  const spec = specOf(map);
  const ends = gatherProviders(ports.cluster, spec?.provider, map.metadata.namespace ?? '');
  const inventory = readableInventory(ports.inventories, ends.source.object);
  const target = await gatherTarget(ports, ends.destination.object);
  const open = (spec?.map ?? []).filter(({ destination }) => destination.accessMode === undefined);
  return {
    ...ends,
    pairs: await resolveStoragePairs(target, inventory, spec?.map ?? []),
    ...(open.length > 0 && target && { modes: await gatherModes(ports, target, open) }),
  };
}

async function gatherModes(
  { cluster, serviceNamespace }: GatherStoragePorts,
  target: Client,
  pairs: readonly StoragePair[],
): Promise<StorageMapScope['modes']> {
  const { provisioners, problems } = await ownProvisioners(cluster.client, serviceNamespace);
  const names = [...new Set(pairs.map(({ destination }) => destination.storageClass))].filter((name) => name !== '');
  const classes = await Promise.all(
    names.map(async (name) => {
      const found = await target.find(storageClasses, { name });
      const profile = await target.find(storageProfiles, { name });
      if (found === undefined) return [];
      const modes = classModes(found, profile, provisioners);
      return [{ name, modes, isByHand: isGuess(found, modes) }];
    }),
  );
  return { classes: classes.flat(), problems };
}

/** Without a target nothing is said to be missing there. */
export function resolveNetworkPairs(
  cluster: Client | undefined,
  inventory: ProviderInventory | undefined,
  pairs: readonly NetworkPair[],
): Promise<ResolvedPair<NetworkPair>[]> {
  return Promise.all(
    pairs.map(async (pair) => {
      const { type, namespace, name } = pair.destination;
      const key = type === 'multus' && namespace && name ? { namespace, name } : undefined;
      const target = key && (await cluster?.find(networkAttachmentDefinitions, key));
      const source = await lookUp(pair.source, (ref) => inventory?.network(ref));
      const isKnown = cluster === undefined || key === undefined || target !== undefined;
      return { pair, source, targetExists: isKnown };
    }),
  );
}

export function resolveStoragePairs(
  cluster: Client | undefined,
  inventory: ProviderInventory | undefined,
  pairs: readonly StoragePair[],
): Promise<ResolvedPair<StoragePair>[]> {
  return Promise.all(
    pairs.map(async (pair) => {
      const name = pair.destination.storageClass;
      const target = name ? await cluster?.find(storageClasses, { name }) : undefined;
      const source = await lookUp(pair.source, (ref) => inventory?.storage(ref));
      return { pair, source, targetExists: cluster === undefined || target !== undefined };
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
