import type { ProviderDriver } from './driver.ts';
import type { InventorySource } from './inventory-source.ts';
import { vsphereDriver } from './vsphere/driver.ts';
import { vsphereInventory } from './vsphere/inventory-source.ts';

/** By `Provider.spec.type`. */
export const drivers: ReadonlyMap<string, ProviderDriver> = new Map(
  [vsphereDriver].map((driver) => [driver.type, driver]),
);

const inventorySources: readonly InventorySource[] = [vsphereInventory];

/** How the inventory of `Provider.spec.type` is collected; undefined for a type that is not supported. */
export function inventorySourceOf(type: string): InventorySource | undefined {
  return inventorySources.find((source) => source.type === type);
}
