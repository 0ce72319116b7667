import { setImmediate as nextTurn } from 'node:timers/promises';
import { providers } from '../../api/generated/provider.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { csiStorageCapacities, storageClasses } from '../../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { InventoryItem, InventoryRef, Lookup, ProviderInventory } from '../../inventory/inventory.ts';
import { isForbidden, isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { ownProvisioners } from '../../migration/own-provisioners.ts';
import { access } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { readTarget } from '../target-readers.ts';
import { freeBytesByClass } from '../summaries/free-bytes.ts';
import type { NamedSource } from '../summaries/proposal.ts';
import { proposals } from '../summaries/proposals.ts';
import type { ClassFacts } from '../summaries/proposals-storage.ts';
import { canBeMapped } from '../summaries/source-places.ts';
import { inventoryFor } from './inventory-reads.ts';

/** Kinds of others may be missing, and not everybody may read cluster-wide kinds: the service reads those for them. */
async function listed<T extends KubeObject>(client: Client, resource: Resource<T>): Promise<T[]> {
  try {
    return (await client.list(resource)).items;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

async function attachmentsOf(client: Client, project: string) {
  const inOne = async (namespace: string) => {
    try {
      return (await client.list(networkAttachmentDefinitions, { namespace })).items;
    } catch (error) {
      if (isForbidden(error) || isNotFound(error)) return [];
      throw error;
    }
  };
  return (await Promise.all([...new Set([project, 'default'])].map(inOne))).flat();
}

async function classFacts(context: RouteContext, client: Client): Promise<ClassFacts> {
  const { provisioners } = await ownProvisioners(context.cluster.client, context.config.serviceNamespace);
  return {
    classes: await listed(client, storageClasses),
    profiles: await listed(client, storageProfiles),
    provisioners,
    freeBytes: freeBytesByClass(await listed(client, csiStorageCapacities)),
  };
}

type Find = (ref: InventoryRef) => Promise<Lookup<InventoryItem>>;

function tagsOf({ tags }: InventoryItem['native']): string[] {
  const entries: readonly unknown[] = Array.isArray(tags) ? tags : [];
  return entries.flatMap((tag) =>
    typeof tag === 'object' && tag !== null && 'name' in tag && typeof tag.name === 'string' ? [tag.name] : [],
  );
}

async function named(find: Find, ids: ReadonlySet<string>): Promise<Map<string, NamedSource>> {
  const found = await Promise.all([...ids].map((id) => find({ id })));
  return new Map(
    found.flatMap((lookup) => {
      if (lookup.result !== 'found') return [];
      const { id, name, native } = lookup.item;
      const vlan = typeof native.vlanId === 'string' ? { vlan: native.vlanId } : {};
      return [[id, { id, name, tags: tagsOf(native), ...vlan }] as const];
    }),
  );
}

/** Machines that are looked up in one turn of the event loop. */
const partSize = 200;

async function machinesOf(inventory: ProviderInventory, ids: readonly string[]): Promise<SourceMachine[]> {
  const machines: SourceMachine[] = [];
  for (let start = 0; start < ids.length; start += partSize) {
    if (start > 0) await nextTurn();
    const lookups = await Promise.all(ids.slice(start, start + partSize).map((id) => inventory.machine({ id })));
    machines.push(...lookups.flatMap((lookup) => (lookup.result === 'found' ? [lookup.item] : [])));
  }
  return machines;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Ids of a collection's rows that `passes`. */
async function idsOf(
  inventory: ProviderInventory,
  collection: string,
  passes: (row: Readonly<Record<string, unknown>>) => boolean = () => true,
): Promise<string[]> {
  const { items } = await inventory.page({ collection, offset: 0, limit: Number.MAX_SAFE_INTEGER });
  return items.filter(passes).map(({ id }) => text(id));
}

interface Sources {
  readonly machines: readonly SourceMachine[];
  readonly networks: ReadonlySet<string>;
  readonly storages: ReadonlySet<string>;
}

/** What the machines use. */
function usedBy(machines: readonly SourceMachine[]): Sources {
  return {
    machines,
    networks: new Set(machines.flatMap(({ nics }) => nics.map(({ networkId }) => networkId))),
    storages: new Set(machines.flatMap(({ disks }) => disks.map(({ storageId }) => storageId))),
  };
}

/** Everything that maps of the provider may have to name. */
async function everything(inventory: ProviderInventory): Promise<Sources> {
  const ids = await idsOf(inventory, 'vms', ({ isTemplate }) => isTemplate !== true);
  const used = usedBy(await machinesOf(inventory, ids));
  return {
    machines: used.machines,
    networks: new Set([...used.networks, ...(await idsOf(inventory, 'networks', canBeMapped))]),
    storages: new Set([...used.storages, ...(await idsOf(inventory, 'datastores'))]),
  };
}

export function mapProposals(context: RouteContext): Pick<Routes, 'proposeMaps'> {
  const { catalog } = context;
  return {
    proposeMaps: async ({ caller, body }) => {
      const { namespace: project, name } = body.source;
      const { inventory } = await inventoryFor(catalog, caller, { project, name });
      await caller.demand(access('get', providers, body.target.namespace, body.target.name));
      const { machines, networks, storages } =
        body.vms === undefined ? await everything(inventory) : usedBy(await machinesOf(inventory, body.vms));
      const offered = await readTarget(context, { caller, target: body.target }, async (readers) => ({
        attachments: await attachmentsOf(readers.caller, body.targetProject),
        ...(await classFacts(context, readers.service)),
      }));
      const proposed = proposals({
        machines,
        networks: await named((ref) => inventory.network(ref), networks),
        storages: await named((ref) => inventory.storage(ref), storages),
        unused: body.vms === undefined ? 'listed' : 'left out',
        targetProject: body.targetProject,
        ...offered,
      });
      // Which of a provider's machines go together is for plans to say.
      return body.vms === undefined ? { ...proposed, podNetworkConflicts: [] } : proposed;
    },
  };
}
