import type { Cluster, Datacenter, Folder, ResourcePool } from '../entities.ts';
import type { Inventory } from '../inventory.ts';
import type { Fields, Value } from '../values.ts';
import { data, enumeration, list, long, reference, references, short } from '../values.ts';
import type { PropertyContext, PropertyTable } from './property-table.ts';
import { managedEntity, referencesTo } from './property-table.ts';

const unset = () => undefined;

export const folder: PropertyTable<Folder> = {
  ...managedEntity,
  childEntity: (entity, { inventory }) => referencesTo(entity.children, inventory),
  childType: (entity) => list('String', entity.childTypes),
};

export const datacenter: PropertyTable<Datacenter> = {
  ...managedEntity,
  vmFolder: (entity) => reference('Folder', entity.vmFolder),
  hostFolder: (entity) => reference('Folder', entity.hostFolder),
  networkFolder: (entity) => reference('Folder', entity.networkFolder),
  datastoreFolder: (entity) => reference('Folder', entity.datastoreFolder),
  datastore: (entity, { inventory }) => referencesTo(entity.datastores, inventory),
  network: (entity, { inventory }) => referencesTo(entity.networks, inventory),
  configuration: () => data('DatacenterConfigInfo', {}),
};

export const cluster: PropertyTable<Cluster> = {
  ...managedEntity,
  host: (entity) => references(entity.hosts.map((id) => reference('HostSystem', id))),
  resourcePool: (entity) => reference('ResourcePool', entity.resourcePool),
  datastore: (entity, { inventory }) =>
    referencesTo(inventory.of(entity.datacenter, 'Datacenter').datastores, inventory),
  network: (entity, { inventory }) => referencesTo(inventory.of(entity.datacenter, 'Datacenter').networks, inventory),
  summary: clusterSummary,
  configuration: (entity) =>
    entity.type === 'ComputeResource'
      ? undefined
      : data('ClusterConfigInfo', {
          dasConfig: data('ClusterDasConfigInfo', { enabled: entity.ha }),
          dasVmConfig: list('ClusterDasVmConfigInfo', []),
          drsConfig: drsConfig(entity),
          drsVmConfig: list('ClusterDrsVmConfigInfo', []),
        }),
  configurationEx: (entity, { inventory }) =>
    entity.type === 'ComputeResource'
      ? data('ComputeResourceConfigInfo', { vmSwapPlacement: 'vmDirectory' })
      : data('ClusterConfigInfoEx', {
          vmSwapPlacement: 'vmDirectory',
          dasConfig: data('ClusterDasConfigInfo', { enabled: entity.ha }),
          drsConfig: drsConfig(entity),
          ...hostRules(entity, inventory),
          dpmConfigInfo: data('ClusterDpmConfigInfo', { enabled: entity.dpm }),
        }),
  environmentBrowser: unset,
};

/** One rule that ties a group of machines to a group of hosts. */
function hostRules(entity: Cluster, inventory: Inventory): Fields {
  const tied = entity.hosts
    .flatMap((host) => inventory.of(host, 'HostSystem').vms)
    .filter((id) => entity.tiedToHosts.includes(inventory.of(id, 'VirtualMachine').name));
  if (tied.length === 0) return { rule: list('ClusterRuleInfo', []) };
  return {
    rule: list('ClusterRuleInfo', [
      data('ClusterVmHostRuleInfo', {
        key: 1,
        enabled: true,
        name: 'tied',
        vmGroupName: 'tied-vms',
        affineHostGroupName: 'tied-hosts',
      }),
    ]),
    group: list('ClusterGroupInfo', [
      data('ClusterVmGroup', { name: 'tied-vms', vm: references(tied.map((id) => reference('VirtualMachine', id))) }),
      data('ClusterHostGroup', {
        name: 'tied-hosts',
        host: references(entity.hosts.slice(0, 1).map((id) => reference('HostSystem', id))),
      }),
    ]),
  };
}

function drsConfig(entity: Cluster): Value {
  return data('ClusterDrsConfigInfo', {
    enabled: entity.drs,
    defaultVmBehavior: enumeration('DrsBehavior', 'fullyAutomated'),
  });
}

function clusterSummary(entity: Cluster, { inventory }: PropertyContext): Value {
  const hosts = entity.hosts.map((id) => inventory.of(id, 'HostSystem'));
  const type = entity.type === 'ComputeResource' ? 'ComputeResourceSummary' : 'ClusterComputeResourceSummary';
  return data(type, {
    totalCpu: hosts.length * 76_800,
    totalMemory: long(hosts.length * 512 * 1024 ** 3),
    numCpuCores: short(hosts.length * 32),
    numCpuThreads: short(hosts.length * 64),
    effectiveCpu: hosts.length * 70_000,
    effectiveMemory: long(hosts.length * 500 * 1024),
    numHosts: hosts.length,
    numEffectiveHosts: hosts.filter((host) => !host.inMaintenance).length,
    overallStatus: enumeration('ManagedEntityStatus', 'green'),
  });
}

export const resourcePool: PropertyTable<ResourcePool> = {
  ...managedEntity,
  owner: (entity, { inventory }) => reference(inventory.get(entity.owner)?.type ?? 'ComputeResource', entity.owner),
  vm: (entity) => references(entity.vms.map((id) => reference('VirtualMachine', id))),
  resourcePool: () => references([]),
  summary: unset,
  runtime: unset,
  config: unset,
};
