import { seededHex, seededUuid } from '../../seeds/noise.ts';
import type { Cluster, Datacenter, Folder, Host, VirtualMachine } from './entities.ts';
import { isFacility } from './entities.ts';
import type { Inventory } from './inventory.ts';
import { machineFromSpec } from './machine-from-spec.ts';
import type { ClusterSpec, DatacenterSpec, ModelSpec, NetworkSpec, SwitchSpec, VmSpec } from './model-spec.ts';
import { takeSnapshot } from './snapshots.ts';

export const rootFolderId = 'group-d1';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface BuildContext {
  readonly inventory: Inventory;
  readonly seed: string;
  /** `<datacenter>/<directory>` of every machine that ever was. */
  readonly directories: Set<string>;
  now(): number;
}

export function buildInventory(context: BuildContext, model: ModelSpec): void {
  addFolder(context, { id: rootFolderId, name: 'Datacenters', childTypes: ['Folder', 'Datacenter'] });
  for (const datacenter of model.datacenters) addDatacenter(context, datacenter);
}

function addFolder(context: BuildContext, folder: Pick<Folder, 'id' | 'name' | 'parent' | 'childTypes'>): Folder {
  const entity: Folder = { type: 'Folder', children: [], ...folder };
  context.inventory.add(entity);
  if (folder.parent !== undefined) childrenOf(context, folder.parent)?.push(folder.id);
  return entity;
}

/** Children of a folder; undefined for parents that list what they hold by kind. */
function childrenOf(context: BuildContext, id: string): string[] | undefined {
  const entity = context.inventory.get(id);
  return entity && !isFacility(entity) && entity.type === 'Folder' ? entity.children : undefined;
}

const folderKinds = {
  vm: ['Folder', 'VirtualMachine', 'VirtualApp'],
  host: ['Folder', 'ComputeResource'],
  network: ['Folder', 'Network', 'DistributedVirtualSwitch'],
  datastore: ['Folder', 'Datastore', 'StoragePod'],
} as const;

function addDatacenter(context: BuildContext, spec: DatacenterSpec): void {
  const { inventory } = context;
  const id = inventory.nextId('datacenter-', 2);
  const folder = (kind: keyof typeof folderKinds) =>
    addFolder(context, {
      id: inventory.nextId(`group-${kind.charAt(0)}`, 3),
      name: kind,
      parent: id,
      childTypes: folderKinds[kind],
    }).id;
  const datacenter: Datacenter = {
    type: 'Datacenter',
    id,
    name: spec.name,
    parent: rootFolderId,
    vmFolder: folder('vm'),
    hostFolder: folder('host'),
    networkFolder: folder('network'),
    datastoreFolder: folder('datastore'),
    hosts: [],
    networks: [],
    datastores: [],
  };
  inventory.add(datacenter);
  childrenOf(context, rootFolderId)?.push(id);
  for (const network of spec.networks) addNetwork(context, datacenter, network);
  for (const dvs of spec.switches ?? []) addSwitch(context, datacenter, dvs);
  addDatastores(context, datacenter, spec);
  for (const cluster of spec.clusters) addCluster(context, datacenter, cluster);
  for (const path of spec.folders ?? []) folderAt(context, datacenter, path);
  for (const vm of spec.vms) addMachine(context, datacenter, vm);
}

function addNetwork(context: BuildContext, datacenter: Datacenter, spec: NetworkSpec): void {
  const id = context.inventory.nextId('network-', 11);
  const type = spec.opaque ? 'OpaqueNetwork' : 'Network';
  context.inventory.add({
    type,
    id,
    name: spec.name,
    parent: datacenter.networkFolder,
    datacenter: datacenter.id,
    vlan: spec.vlan ?? 0,
    tags: spec.tags ?? [],
  });
  childrenOf(context, datacenter.networkFolder)?.push(id);
  datacenter.networks.push(id);
}

function addSwitch(context: BuildContext, datacenter: Datacenter, spec: SwitchSpec): void {
  const { inventory } = context;
  const id = inventory.nextId('dvs-', 21);
  const groups = [
    { name: `${spec.name}-DVUplinks`, uplink: true },
    ...spec.portGroups.map((group) => ({ ...group, uplink: false })),
  ];
  const portGroups = groups.map((group) => {
    const key = inventory.nextId('dvportgroup-', 31);
    inventory.add({
      type: 'DistributedVirtualPortgroup',
      id: key,
      name: group.name,
      parent: datacenter.networkFolder,
      datacenter: datacenter.id,
      vlan: 'vlan' in group ? (group.vlan ?? 0) : 0,
      tags: 'tags' in group ? (group.tags ?? []) : [],
      switch: id,
      uplink: group.uplink,
    });
    datacenter.networks.push(key);
    return key;
  });
  const uuid = seededHex(`${context.seed}/${id}`, 32).replace(/../g, '$& ').trim();
  inventory.add({
    type: 'VmwareDistributedVirtualSwitch',
    id,
    name: spec.name,
    parent: datacenter.networkFolder,
    datacenter: datacenter.id,
    uuid: `${uuid.slice(0, 23)}-${uuid.slice(24)}`,
    portGroups,
  });
  childrenOf(context, datacenter.networkFolder)?.push(id, ...portGroups);
}

function addDatastores(context: BuildContext, datacenter: Datacenter, spec: DatacenterSpec): void {
  for (const datastore of spec.datastores) {
    const id = context.inventory.nextId('datastore-', 41);
    context.inventory.add({
      type: 'Datastore',
      id,
      name: datastore.name,
      parent: datacenter.datastoreFolder,
      datacenter: datacenter.id,
      kind: datastore.type ?? 'VMFS',
      uuid: seededUuid(`${context.seed}/${id}`),
      capacityBytes: datastore.capacityBytes ?? 4 * 1024 ** 4,
      maintenance: 'normal',
      tags: datastore.tags ?? [],
    });
    childrenOf(context, datacenter.datastoreFolder)?.push(id);
    datacenter.datastores.push(id);
  }
}

function addCluster(context: BuildContext, datacenter: Datacenter, spec: ClusterSpec): void {
  const { inventory } = context;
  const id = inventory.nextId(spec.standalone ? 'domain-s' : 'domain-c', 51);
  const resourcePool = inventory.nextId('resgroup-', 61);
  const cluster: Cluster = {
    type: spec.standalone ? 'ComputeResource' : 'ClusterComputeResource',
    id,
    name: spec.name,
    parent: datacenter.hostFolder,
    datacenter: datacenter.id,
    resourcePool,
    hosts: [],
    drs: spec.drs ?? false,
    ha: spec.ha ?? false,
    dpm: spec.dpm ?? false,
    tiedToHosts: spec.tiedToHosts ?? [],
    tags: spec.tags ?? [],
  };
  inventory.add(cluster);
  inventory.add({ type: 'ResourcePool', id: resourcePool, name: 'Resources', parent: id, owner: id, vms: [] });
  childrenOf(context, datacenter.hostFolder)?.push(id);
  for (const host of spec.hosts) {
    const hostId = inventory.nextId('host-', 71);
    const digits = seededHex(`${context.seed}/${hostId}/certificate`, 40).toUpperCase();
    const entity: Host = {
      type: 'HostSystem',
      id: hostId,
      name: host.name,
      parent: id,
      datacenter: datacenter.id,
      index: datacenter.hosts.length,
      uuid: seededUuid(`${context.seed}/${hostId}`),
      thumbprint: digits.match(/../g)?.join(':') ?? '',
      inMaintenance: host.inMaintenance ?? false,
      tags: host.tags ?? [],
      vms: [],
    };
    inventory.add(entity);
    cluster.hosts.push(hostId);
    datacenter.hosts.push(hostId);
  }
}

/** The folder at `path` below the VM folder, made where missing. */
export function folderAt(context: BuildContext, datacenter: Datacenter, path: string): string {
  let current = datacenter.vmFolder;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const found = childrenOf(context, current)?.find((id) => {
      const entity = context.inventory.get(id);
      return entity !== undefined && !isFacility(entity) && entity.type === 'Folder' && entity.name === name;
    });
    const id = found ?? context.inventory.nextId('group-v', 3);
    if (found === undefined) {
      addFolder(context, { id, name, parent: current, childTypes: folderKinds.vm });
      context.inventory.change([current]);
    }
    current = id;
  }
  return current;
}

export function addMachine(context: BuildContext, datacenter: Datacenter, spec: VmSpec): VirtualMachine {
  const { inventory } = context;
  const id = spec.id ?? inventory.nextId('vm-', 101);
  const host = chooseHost(context, datacenter, spec);
  const cluster = inventory.of(host.parent ?? '', 'ClusterComputeResource', 'ComputeResource');
  const pool = inventory.of(cluster.resourcePool, 'ResourcePool');
  const folder = folderAt(context, datacenter, spec.folder ?? '');
  const named = (ids: readonly string[], name: string) => {
    const found = ids.find((candidate) => nameOf(inventory, candidate) === name);
    if (found === undefined) throw new Error(`${datacenter.name} has no ${name}.`);
    return found;
  };
  const vm = machineFromSpec(spec, {
    seed: context.seed,
    id,
    now: context.now(),
    datacenter: datacenter.id,
    folder,
    host: host.id,
    resourcePool: pool.id,
    directory: freeDirectory(context.directories, datacenter.id, spec.name),
    datastore: (name) => named(datacenter.datastores, name ?? nameOf(inventory, datacenter.datastores[0] ?? '')),
    network: (name) => named(datacenter.networks, name),
    machine: (name) => machineNamed(inventory, name),
  });
  childrenOf(context, folder)?.push(id);
  host.vms.push(id);
  pool.vms.push(id);
  const { attributeNames } = inventory;
  attributeNames.push(...Object.keys(vm.attributes).filter((name) => !attributeNames.includes(name)));
  inventory.add(vm, [folder, host.id, pool.id]);
  (spec.snapshots ?? []).forEach((name, index) => {
    const createdAt = context.now() - dayMs + index * hourMs;
    takeSnapshot(inventory, vm, { name, now: createdAt, power: 'poweredOff' });
  });
  return vm;
}

/** Throws when no machine has this name or id. */
export function machineNamed(inventory: Inventory, name: string): VirtualMachine {
  for (const vm of inventory.machines()) if (vm.id === name || vm.name === name) return vm;
  throw new Error(`There is no machine ${name}.`);
}

function nameOf(inventory: Inventory, id: string): string {
  const entity = inventory.get(id);
  return entity && !isFacility(entity) ? entity.name : '';
}

function chooseHost(context: BuildContext, datacenter: Datacenter, spec: VmSpec): Host {
  const hosts = datacenter.hosts.map((id) => context.inventory.of(id, 'HostSystem'));
  const wanted =
    spec.host === undefined ? undefined : hosts.find((host) => host.name === spec.host || host.id === spec.host);
  const usable = hosts.filter((host) => !host.inMaintenance);
  const host =
    wanted ??
    usable.reduce<Host | undefined>(
      (best, next) => (best && best.vms.length <= next.vms.length ? best : next),
      undefined,
    );
  if (host === undefined || (spec.host !== undefined && wanted === undefined))
    throw new Error(`${spec.name} finds no host.`);
  return host;
}

function freeDirectory(taken: Set<string>, datacenter: string, name: string): string {
  // Characters that a datastore path cannot hold are escaped, as vSphere does.
  const stem = name.replace(/[/\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  let directory = stem;
  for (let number = 1; taken.has(`${datacenter}/${directory}`); number += 1) directory = `${stem}_${number}`;
  taken.add(`${datacenter}/${directory}`);
  return directory;
}
