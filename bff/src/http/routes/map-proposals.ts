import { providers } from '../../api/generated/provider.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { storageClasses } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { InventoryRef, ProviderInventory } from '../../inventory/inventory.ts';
import { isForbidden, isNotFound } from '../../kube/api-error.ts';
import type { Caller } from '../caller.ts';
import { access } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { inventoryFor } from './inventory-reads.ts';
import { proposals, type NamedSource } from '../summaries/proposals.ts';

/** Kinds of others may be missing, and not everybody may read cluster-wide kinds: the service reads those for them. */
async function listed<T extends KubeObject>({ cluster }: RouteContext, resource: Resource<T>): Promise<T[]> {
  try {
    return (await cluster.client.list(resource)).items;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

async function attachmentsOf(caller: Caller, project: string) {
  const inOne = async (namespace: string) => {
    try {
      return (await caller.client.list(networkAttachmentDefinitions, { namespace })).items;
    } catch (error) {
      if (isForbidden(error) || isNotFound(error)) return [];
      throw error;
    }
  };
  return (await Promise.all([...new Set([project, 'default'])].map(inOne))).flat();
}

async function named(find: ProviderInventory['network'], ids: readonly string[]): Promise<Map<string, NamedSource>> {
  const found = await Promise.all(ids.map((id) => find({ id } satisfies InventoryRef)));
  return new Map(
    found.flatMap((lookup) => {
      if (lookup.result !== 'found') return [];
      const { id, name, native } = lookup.item;
      const vlan = typeof native.vlanId === 'string' ? native.vlanId : undefined;
      return [[id, { id, name, ...(vlan === undefined ? {} : { vlan }) }] as const];
    }),
  );
}

export function mapProposals(context: RouteContext): Pick<Routes, 'proposeMaps'> {
  const { catalog } = context;
  return {
    proposeMaps: async ({ caller, body }) => {
      const { namespace: project, name } = body.source;
      const { inventory } = await inventoryFor(catalog, caller, { project, name });
      await caller.demand(access('get', providers, body.target.namespace, body.target.name));
      const lookups = await Promise.all(body.vms.map((id) => inventory.machine({ id })));
      const machines = lookups.flatMap((lookup) => (lookup.result === 'found' ? [lookup.item] : []));
      const networkIds = [...new Set(machines.flatMap(({ nics }) => nics.map((nic) => nic.networkId)))];
      const storageIds = [...new Set(machines.flatMap(({ disks }) => disks.map((disk) => disk.storageId)))];
      return proposals({
        machines,
        networks: await named((ref) => inventory.network(ref), networkIds),
        storages: await named((ref) => inventory.storage(ref), storageIds),
        targetProject: body.targetProject,
        attachments: await attachmentsOf(caller, body.targetProject),
        classes: await listed(context, storageClasses),
        profiles: await listed(context, storageProfiles),
      });
    },
  };
}
