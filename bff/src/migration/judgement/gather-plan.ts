import { migrations } from '../../api/generated/migration.ts';
import { networkMaps } from '../../api/generated/network-map.ts';
import type { Plan, PlanSpec } from '../../api/generated/plan.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { serviceAccounts } from '../../api/kinds/core.ts';
import { virtualMachines, type VirtualMachine } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import { isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { labelledClaims } from '../conversion/labelled-claims.ts';
import { planLabel } from '../labels.ts';
import { isConversionOnly } from '../plan-type.ts';
import { resolveNetworkPairs, resolveStoragePairs, type GatherPorts } from './gather-maps.ts';
import { gatherHooks } from './gather-hooks.ts';
import { gatherOptions } from './gather-options.ts';
import { gatherProviders, readableInventory, refer, referredKey } from './gather-references.ts';
import { mayBeMistaken } from '../source/source-check.ts';
import { gatherTarget } from './gather-target.ts';
import { specOf } from './spec-of.ts';
import type { JudgedEntry, PlanScope } from './plan-scope.ts';

export interface GatherPlanPorts extends GatherPorts {
  /** Used where the provider names none. */
  readonly vddkImage?: string;
}

/** Reads everything that a plan is judged by: own kinds from caches, the rest where it stands. */
export async function gatherPlan(ports: GatherPlanPorts, stored: Plan): Promise<PlanScope> {
  const { cluster } = ports;
  const plan = { ...stored, spec: specOf(stored) ?? emptySpec };
  const { spec, metadata } = plan;
  const namespace = metadata.namespace ?? '';
  const ends = gatherProviders(cluster, spec.provider, namespace);
  const inventory = readableInventory(ports.inventories, ends.source.object);
  const networkMap = refer(cluster.informer({ resource: networkMaps }), spec.map.network, namespace);
  const storageMap = refer(cluster.informer({ resource: storageMaps }), spec.map.storage, namespace);
  const target = await gatherTarget(ports, ends.destination.object);
  const image = specOf(ends.source.object)?.settings?.vddkInitImage || ports.vddkImage;
  return {
    plan,
    ...ends,
    networkMap,
    storageMap,
    networkPairs: await resolveNetworkPairs(target, inventory, specOf(networkMap.object)?.map ?? []),
    storagePairs: await resolveStoragePairs(target, inventory, specOf(storageMap.object)?.map ?? []),
    entries: await lookUpMachines(inventory, spec),
    targets: await targetMachines(cluster, target),
    ...(isConversionOnly(plan) && target && { claims: await labelledClaims(target, spec.targetNamespace) }),
    hooks: await gatherHooks(cluster, plan),
    options: await gatherOptions({ home: cluster.client, target }, plan),
    ...(spec.serviceAccount && target && { serviceAccountExists: await accountExists(target, spec) }),
    ...(image && { vddkImage: image }),
    migrations: migrationsOf(cluster, plan),
    runs: cluster
      .informer({ resource: virtualMachineMigrations })
      .list(namespace)
      .filter((run) => run.metadata.labels?.[planLabel] === metadata.uid),
  };
}

const emptySpec: PlanSpec = {
  targetNamespace: '',
  provider: { source: {}, destination: {} },
  map: { network: {}, storage: {} },
  vms: [],
};

function lookUpMachines(
  inventory: ProviderInventory | undefined,
  { vms, skipGuestConversion }: PlanSpec,
): Promise<JudgedEntry[]> {
  return Promise.all(
    vms.map(async (entry) => {
      const { id, name } = entry;
      const named = Boolean(id ?? name);
      const lookup = named ? await inventory?.machine({ ...(id && { id }), ...(name && { name }) }) : undefined;
      if (inventory === undefined || lookup?.result !== 'found') return { entry, lookup };
      const concerns = (await inventory.judgement(lookup.item.id))?.concerns ?? [];
      if (skipGuestConversion === true) return { entry, lookup, concerns };
      return { entry, lookup, concerns, mistakable: await isMistakable(inventory, lookup.item) };
    }),
  );
}

async function isMistakable(inventory: ProviderInventory, machine: SourceMachine): Promise<boolean> {
  const named = await inventory.machine({ name: machine.name });
  if (named.result !== 'ambiguous') return false;
  const others = await Promise.all(named.ids.map((id) => inventory.machine({ id })));
  return others.some((other) => other.result === 'found' && mayBeMistaken(machine, other.item));
}

/** Here from the cache once it is read; a cluster without KubeVirt has none. */
async function targetMachines(home: Cluster, target: Client | undefined): Promise<readonly VirtualMachine[]> {
  if (target === undefined) return [];
  const cache = home.informer({ resource: virtualMachines });
  if (target === home.client && cache.hasSynced) return cache.list();
  try {
    return (await target.list(virtualMachines)).items;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

async function accountExists(target: Client, { serviceAccount, targetNamespace }: PlanSpec): Promise<boolean> {
  const key = { name: serviceAccount ?? '', namespace: targetNamespace };
  return (await target.find(serviceAccounts, key)) !== undefined;
}

function migrationsOf(cluster: Cluster, plan: Plan): PlanScope['migrations'] {
  const { name, namespace } = keyOf(plan);
  return cluster
    .informer({ resource: migrations })
    .list()
    .filter((migration) => {
      const key = referredKey(specOf(migration)?.plan, migration.metadata.namespace ?? '');
      return key?.name === name && key.namespace === namespace;
    })
    .sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''));
}
