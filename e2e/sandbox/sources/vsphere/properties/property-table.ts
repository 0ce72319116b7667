import type { Clock } from '../../../clock.ts';
import type { InventoryEntity } from '../entities.ts';
import type { Inventory } from '../inventory.ts';
import type { Value } from '../values.ts';
import { enumeration, list, reference, references } from '../values.ts';

export interface PropertyContext {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** Key of the session that asks. */
  readonly session?: string;
}

/** Top-level properties of one managed type; undefined is a known property without a value. */
export type PropertyTable<E> = Readonly<Record<string, (entity: E, context: PropertyContext) => Value | undefined>>;

const typeOfParent = (id: string, inventory: Inventory) => inventory.get(id)?.type ?? 'ManagedEntity';

/** What every object of the tree has. */
export const managedEntity: PropertyTable<InventoryEntity> = {
  name: (entity) => entity.name,
  parent: (entity, { inventory }) =>
    entity.parent === undefined ? undefined : reference(typeOfParent(entity.parent, inventory), entity.parent),
  overallStatus: () => enumeration('ManagedEntityStatus', 'green'),
  configStatus: () => enumeration('ManagedEntityStatus', 'green'),
  alarmActionsEnabled: () => true,
  effectiveRole: () => undefined,
  configIssue: () => undefined,
  customValue: () => undefined,
  availableField: () => undefined,
  value: () => undefined,
  tag: () => undefined,
  permission: () => undefined,
  triggeredAlarmState: () => undefined,
  declaredAlarmState: () => undefined,
  recentTask: ({ id }, { inventory }) =>
    list(
      'ManagedObjectReference',
      (inventory.tasksOf.get(id) ?? []).map((task) => reference('Task', task)),
    ),
  disabledMethod: () => undefined,
};

/** References to `ids`, each with the type that it has. */
export function referencesTo(ids: readonly string[], inventory: Inventory): Value {
  return references(ids.map((id) => reference(typeOfParent(id, inventory), id)));
}
