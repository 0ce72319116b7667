import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { conditionRow } from './providers.ts';
import { named, none, noQuery, pageOf, pageQuery } from './shapes.ts';

/** What machines stand on, with how many of them (templates are not counted). Every field but `id` is a sort key. */
const place = z.object({ id: z.string(), name: z.string(), vms: z.number().int() });

/** An address of the host at which disks could be read. */
const adapter = z.object({
  name: z.string(),
  ipAddress: z.string(),
  subnetMask: z.string(),
  /** In Mb/s, 0 where unknown. */
  linkSpeed: z.number(),
  mtu: z.number(),
});
export type HostAdapter = z.infer<typeof adapter>;

export const inventoryHost = place.extend({
  cluster: z.string(),
  inMaintenance: z.boolean(),
  /** As the source calls it: `green`, `yellow`, `red` or `gray`; empty where it says nothing. */
  health: z.string(),
  product: z.string(),
  cpuCores: z.number().int(),
  memoryBytes: z.number(),
  networks: z.number().int(),
  datastores: z.number().int(),
  /** The fastest first; not a sort key. */
  adapters: z.array(adapter),
});
export type InventoryHost = z.infer<typeof inventoryHost>;

export const inventoryNetwork = place.extend({
  /** As the source calls it: `Standard`, `DvPortGroup`, `DvSwitch`, `Opaque`; `Uplink` for port groups of uplinks. */
  type: z.string(),
  vlan: z.string(),
  hosts: z.number().int(),
});
export type InventoryNetwork = z.infer<typeof inventoryNetwork>;

/** Maps that name it, as far as the caller may read them. */
const maps = z.array(z.object({ namespace: z.string(), name: z.string() }));
const networkWithMaps = inventoryNetwork.extend({ maps });

export const inventoryDatastore = place.extend({
  type: z.string(),
  capacityBytes: z.number(),
  freeBytes: z.number(),
  inMaintenance: z.boolean(),
  hosts: z.number().int(),
});
export type InventoryDatastore = z.infer<typeof inventoryDatastore>;
const datastoreWithMaps = inventoryDatastore.extend({ maps });

/** The address at which its disks are read, as far as the caller may read hosts; absent where the provider is read. */
const reading = z
  .object({
    name: z.string(),
    address: z.string(),
    isReady: z.boolean(),
    /** What stands against it; empty while it has not been looked at. */
    problems: z.array(conditionRow),
    /** It was looked at since it was changed last. */
    isJudged: z.boolean(),
  })
  .optional();

const hostWithReading = inventoryHost.extend({ reading });
export type InventoryHostRow = z.infer<typeof hostWithReading>;

const from = { method: 'GET', params: named, query: pageQuery, body: none } as const;
const path = '/projects/:project/providers/:name/inventory';

export const listInventoryHosts = endpoint({
  id: 'listInventoryHosts',
  path: `${path}/hosts`,
  summary: 'Hosts of a provider, and what each has.',
  ...from,
  answer: pageOf(hostWithReading),
});

export const listInventoryNetworks = endpoint({
  id: 'listInventoryNetworks',
  path: `${path}/networks`,
  summary: 'Networks and switches of a provider, and what uses each.',
  ...from,
  answer: pageOf(networkWithMaps),
});

export const listInventoryDatastores = endpoint({
  id: 'listInventoryDatastores',
  path: `${path}/datastores`,
  summary: 'Datastores of a provider, and what uses each.',
  ...from,
  answer: pageOf(datastoreWithMaps),
});

const treeNode = z.object({
  id: z.string(),
  /** Stands before it in the list; absent for datacenters. */
  parent: z.string().optional(),
  kind: z.enum(['Datacenter', 'Folder', 'Cluster', 'Host']),
  name: z.string(),
  /** Of it and of everything below it, without templates. */
  vms: z.number().int(),
  /** Finds them in the table of VMs. */
  query: z.string(),
});
export type TreeNode = z.infer<typeof treeNode>;

export const getInventoryTree = endpoint({
  id: 'getInventoryTree',
  method: 'GET',
  path: `${path}/tree/:view`,
  summary: 'Where the VMs of a provider are: folders, or clusters and hosts.',
  params: named.extend({ view: z.enum(['folders', 'hosts']) }),
  query: noQuery,
  body: none,
  answer: z.object({
    nodes: z.array(treeNode),
    /** That are left out of the list, since it is too long. */
    more: z.number().int(),
  }),
});
