import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { named, none, pageOf, pageQuery } from './shapes.ts';

/** What machines stand on, with how many of them (templates are not counted). Every field but `id` is a sort key. */
const place = z.object({ id: z.string(), name: z.string(), vms: z.number().int() });

export const inventoryHost = place.extend({
  cluster: z.string(),
  inMaintenance: z.boolean(),
  product: z.string(),
  cpuCores: z.number().int(),
  memoryBytes: z.number(),
  networks: z.number().int(),
  datastores: z.number().int(),
});
export type InventoryHost = z.infer<typeof inventoryHost>;

export const inventoryNetwork = place.extend({
  /** As the source calls it: `Standard`, `DvPortGroup`, `DvSwitch`, `Opaque`; `Uplink` for port groups of uplinks. */
  type: z.string(),
  vlan: z.string(),
  hosts: z.number().int(),
});
export type InventoryNetwork = z.infer<typeof inventoryNetwork>;

export const inventoryDatastore = place.extend({
  type: z.string(),
  capacityBytes: z.number(),
  freeBytes: z.number(),
  inMaintenance: z.boolean(),
  hosts: z.number().int(),
});
export type InventoryDatastore = z.infer<typeof inventoryDatastore>;

const from = { method: 'GET', params: named, query: pageQuery, body: none } as const;
const path = '/projects/:project/providers/:name/inventory';

export const listInventoryHosts = endpoint({
  id: 'listInventoryHosts',
  path: `${path}/hosts`,
  summary: 'Hosts of a provider, and what each has.',
  ...from,
  answer: pageOf(inventoryHost),
});

export const listInventoryNetworks = endpoint({
  id: 'listInventoryNetworks',
  path: `${path}/networks`,
  summary: 'Networks and switches of a provider, and what uses each.',
  ...from,
  answer: pageOf(inventoryNetwork),
});

export const listInventoryDatastores = endpoint({
  id: 'listInventoryDatastores',
  path: `${path}/datastores`,
  summary: 'Datastores of a provider, and what uses each.',
  ...from,
  answer: pageOf(inventoryDatastore),
});
