import type { Entity, InventoryEntity } from '../entities.ts';
import { isFacility } from '../entities.ts';
import { rootFolderId } from '../build-inventory.ts';
import type { Inventory } from '../inventory.ts';
import { isA } from '../managed-types.ts';
import { existing, existingParameter } from '../selection.ts';
import type { XmlParts } from '../soap.ts';
import { referenceNamed, requiredText } from '../soap.ts';
import { reference, references } from '../values.ts';
import { childrenNamed, childText } from '../xml.ts';
import type { Call, Method } from './method.ts';
import { returns } from './method.ts';

/** Ids below `entity`; only one level without `recursive`. */
function* below(entity: Entity, inventory: Inventory, how: { readonly recursive: boolean }): Iterable<InventoryEntity> {
  for (const id of childIds(entity)) {
    const next = inventory.get(id);
    if (next === undefined || isFacility(next)) continue;
    yield next;
    if (how.recursive) yield* below(next, inventory, how);
  }
}

function childIds(entity: Entity): readonly string[] {
  if (isFacility(entity)) return [];
  switch (entity.type) {
    case 'Folder':
      return entity.children;
    case 'Datacenter':
      return [entity.vmFolder, entity.hostFolder, entity.networkFolder, entity.datastoreFolder];
    case 'ClusterComputeResource':
    case 'ComputeResource':
      return [...entity.hosts, entity.resourcePool];
    default:
      return [];
  }
}

function found(entity: InventoryEntity | undefined): XmlParts {
  return entity ? returns(reference(entity.type, entity.id)) : [];
}

function machinesByUuid({ element, service }: Call): InventoryEntity[] {
  const uuid = requiredText(element, 'uuid').toLowerCase();
  const datacenter = referenceNamed(element, 'datacenter')?.id;
  const key = childText(element, 'instanceUuid') === 'true' ? 'instanceUuid' : 'uuid';
  if (childText(element, 'vmSearch') !== 'true') {
    return [...service.inventory.all()].filter(
      (entity): entity is InventoryEntity =>
        !isFacility(entity) && entity.type === 'HostSystem' && entity.uuid === uuid,
    );
  }
  const machines = [...service.inventory.machines()];
  return machines.filter((vm) => vm[key] === uuid && (datacenter === undefined || vm.datacenter === datacenter));
}

function byInventoryPath({ element, service }: Call): InventoryEntity | undefined {
  const { inventory } = service;
  let current: InventoryEntity | undefined = inventory.of(rootFolderId, 'Folder');
  for (const part of requiredText(element, 'inventoryPath').split('/')) {
    if (part === '' || current === undefined) continue;
    current = [...below(current, inventory, { recursive: false })].find((entity) => entity.name === part);
  }
  return current;
}

export const searchMethods: Readonly<Record<string, Method>> = {
  FindByUuid: (call) => found(machinesByUuid(call)[0]),
  FindAllByUuid: (call) => machinesByUuid(call).flatMap((entity) => found(entity)),
  FindByInventoryPath: (call) => found(byInventoryPath(call)),
  CreateContainerView: ({ element, service, session }) => {
    const container = existingParameter(element, 'container', service.inventory);
    const types = childrenNamed(element, 'type').map((type) => type.text.trim());
    const recursive = childText(element, 'recursive') === 'true';
    const members = () =>
      [...below(container, service.inventory, { recursive })].filter(
        (entity) => types.length === 0 || types.some((type) => isA(entity.type, type)),
      );
    const view = service.addForSession(session, 'ContainerView', 'view-', () => ({
      container: reference(container.type, container.id),
      recursive,
      view: references(members().map((entity) => reference(entity.type, entity.id))),
    }));
    return returns(view);
  },
  DestroyView: (call) => {
    existing(call.self, call.service.inventory);
    call.service.destroyForSession(call.session, call.self.id);
    return [];
  },
};
