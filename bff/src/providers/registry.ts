import type { RuleSet } from './concern.ts';
import type { ProviderConnector, ProviderDriver } from './driver.ts';
import { hypervRules } from './hyperv/concerns.ts';
import type { InventorySource } from './inventory-source.ts';
import { openstackRules } from './openstack/concerns.ts';
import { openshiftConnector } from './openshift/connector.ts';
import { ovaRules } from './ova/concerns.ts';
import { ovirtRules } from './ovirt/concerns.ts';
import { vsphereRules } from './vsphere/concerns.ts';
import { vsphereDriver } from './vsphere/driver.ts';
import { vsphereInventory } from './vsphere/inventory-source.ts';

/** By `Provider.spec.type`. */
export const drivers: ReadonlyMap<string, ProviderDriver> = new Map(
  [vsphereDriver].map((driver) => [driver.type, driver]),
);

/** Everything that can be connected to, by `Provider.spec.type`: sources, and clusters to migrate to. */
export const connectors: ReadonlyMap<string, ProviderConnector> = new Map(
  [...drivers.values(), openshiftConnector].map((connector) => [connector.type, connector]),
);

const inventorySources: readonly InventorySource[] = [vsphereInventory];

/** How the inventory of `Provider.spec.type` is collected; undefined for a type that is not supported. */
export function inventorySourceOf(type: string): InventorySource | undefined {
  return inventorySources.find((source) => source.type === type);
}

/** Rules by `Provider.spec.type`; those of sources that are not collected yet stand ready for it. */
export const ruleSets: ReadonlyMap<string, RuleSet> = new Map([
  ['vsphere', vsphereRules],
  ['ovirt', ovirtRules],
  ['openstack', openstackRules],
  ['ova', ovaRules],
  ['hyperv', hypervRules],
]);
