/** Managed types that this server has, each with the type it extends. */
const parents: Readonly<Record<string, string | undefined>> = {
  ManagedEntity: 'ExtensibleManagedObject',
  Folder: 'ManagedEntity',
  StoragePod: 'Folder',
  Datacenter: 'ManagedEntity',
  ComputeResource: 'ManagedEntity',
  ClusterComputeResource: 'ComputeResource',
  HostSystem: 'ManagedEntity',
  ResourcePool: 'ManagedEntity',
  VirtualApp: 'ResourcePool',
  Network: 'ManagedEntity',
  OpaqueNetwork: 'Network',
  DistributedVirtualPortgroup: 'Network',
  DistributedVirtualSwitch: 'ManagedEntity',
  VmwareDistributedVirtualSwitch: 'DistributedVirtualSwitch',
  Datastore: 'ManagedEntity',
  VirtualMachine: 'ManagedEntity',
  VirtualMachineSnapshot: 'ExtensibleManagedObject',
  ContainerView: 'ManagedObjectView',
  ListView: 'ManagedObjectView',
  ManagedObjectView: 'View',
};

/** Whether `type` is `ancestor` or extends it. Every type is a ManagedObject. */
export function isA(type: string, ancestor: string): boolean {
  if (ancestor === 'ManagedObject') return true;
  for (let current: string | undefined = type; current !== undefined; current = parents[current]) {
    if (current === ancestor) return true;
  }
  return false;
}
