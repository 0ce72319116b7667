import type { InventoryRecord, InventorySource, RecordLookup, Workload } from '../inventory-source.ts';
import { collect } from './collector.ts';
import { vsphereRules } from './concerns.ts';
import { toSourceMachine } from './to-source-machine.ts';
import type { HostPlace } from './to-source-machine.ts';
import { libvirtPath, pathOf } from './tree.ts';
import type { TreeNode } from './tree.ts';
import type { VmModel } from './vm-model.ts';

export const vsphereInventory: InventorySource = {
  type: 'vsphere',
  roles: { machines: 'vms', networks: 'networks', storages: 'datastores' },
  collections: ['datacenters', 'clusters', 'hosts', 'folders', 'networks', 'datastores', 'vms'],
  collect,
  path: (id, lookup) => pathOf(id, nodes(lookup)),
  machine(record, lookup) {
    // Records of this collection are made by this driver only.
    const vm = record.native as unknown as VmModel;
    const host = lookup(vm.host);
    return toSourceMachine(vm, { path: pathOf(record.id, nodes(lookup)), ...(host && { host: place(host, lookup) }) });
  },
  rules: vsphereRules,
  workload,
};

/** With its host, and the host's cluster inside that. */
function workload(record: InventoryRecord, lookup: RecordLookup): Workload {
  const { host: hostId } = record.native as unknown as VmModel;
  const host = lookup(hostId);
  if (host === undefined) return { machine: record.native, expandedBy: [], missing: `host ${hostId}` };
  const cluster = host.parent === undefined ? undefined : lookup(host.parent);
  const expanded = { ...host.native, cluster: cluster && { ...cluster.native, ...ownOf(cluster) } };
  return {
    machine: { ...record.native, host: expanded },
    expandedBy: cluster === undefined ? [host] : [host, cluster],
  };
}

function ownOf({ native }: InventoryRecord): object {
  return typeof native.own === 'object' && native.own !== null ? native.own : {};
}

const types: Readonly<Record<string, string>> = { datacenters: 'Datacenter', hosts: 'HostSystem' };

function nodes(lookup: RecordLookup): (id: string) => TreeNode | undefined {
  return (id) => {
    const record = lookup(id);
    if (record === undefined) return undefined;
    const type =
      types[record.collection] ??
      (typeof record.native.variant === 'string' ? record.native.variant : record.collection);
    return { type, name: record.name, ...(record.parent && { parent: record.parent }) };
  };
}

function place(host: InventoryRecord, lookup: RecordLookup): HostPlace {
  return {
    id: host.id,
    name: host.name,
    path: libvirtPath(host.id, nodes(lookup)),
    inMaintenance: host.native.inMaintenance === true,
    timezone: typeof host.native.timezone === 'string' ? host.native.timezone : '',
  };
}
