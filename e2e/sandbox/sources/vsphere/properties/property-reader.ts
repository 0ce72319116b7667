import type { Entity } from '../entities.ts';
import { isFacility } from '../entities.ts';
import { isA } from '../managed-types.ts';
import type { Value } from '../values.ts';
import { hostSystem } from './host-system.ts';
import { datastore, distributedSwitch, network, portGroup } from './network-and-storage.ts';
import type { PropertyContext, PropertyTable } from './property-table.ts';
import { cluster, datacenter, folder, resourcePool } from './tree.ts';
import { virtualMachineSnapshot } from './virtual-machine-snapshot.ts';
import { virtualMachine } from './virtual-machine.ts';

const tables = {
  Folder: folder,
  Datacenter: datacenter,
  ClusterComputeResource: cluster,
  ComputeResource: cluster,
  ResourcePool: resourcePool,
  HostSystem: hostSystem,
  Network: network,
  OpaqueNetwork: network,
  DistributedVirtualPortgroup: portGroup,
  VmwareDistributedVirtualSwitch: distributedSwitch,
  Datastore: datastore,
  VirtualMachine: virtualMachine,
  VirtualMachineSnapshot: virtualMachineSnapshot,
} as const;

type AnyTable = PropertyTable<Entity>;

function tableOf(type: string): AnyTable | undefined {
  // Each table is only ever used with entities of the type under which it stands.
  return (tables as unknown as Readonly<Record<string, AnyTable | undefined>>)[type];
}

/** Whether objects of `type`, or of a type that extends it, have the first property of `path`. */
export function isKnownProperty(type: string, path: string): boolean {
  const first = path.split('.')[0] ?? '';
  const candidates = Object.keys(tables).filter((name) => isA(name, type) || isA(type, name));
  return candidates.length === 0 || candidates.some((name) => tableOf(name)?.[first] !== undefined);
}

export function propertyNames(entity: Entity): readonly string[] {
  return isFacility(entity) ? Object.keys(entity.read()) : Object.keys(tableOf(entity.type) ?? {});
}

/** Reads properties of one object; what several paths share is made once. */
export function propertyReader(entity: Entity, context: PropertyContext): (path: string) => Value | undefined {
  const made = new Map<string, Value | undefined>();
  const facility = isFacility(entity) ? entity.read(context.session) : undefined;
  const table = facility ? undefined : tableOf(entity.type);
  const top = (name: string): Value | undefined => {
    if (facility) return facility[name];
    if (!made.has(name)) made.set(name, table?.[name]?.(entity, context));
    return made.get(name);
  };
  return (path) => {
    const dot = path.indexOf('.');
    if (dot < 0) return top(path);
    let value = top(path.slice(0, dot));
    for (const part of path.slice(dot + 1).split('.')) {
      if (typeof value !== 'object' || value.kind !== 'data') return undefined;
      value = value.fields[part];
    }
    return typeof value === 'object' && value.kind === 'any' ? value.value : value;
  };
}
