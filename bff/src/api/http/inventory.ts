import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { list, named, none, pageOf, pageQuery, time } from './shapes.ts';

/** What the validation rules say of a machine: MTV's shape, and what they saw. */
export const concern = z
  .object({
    id: z.string(),
    category: z.enum(['Critical', 'Warning', 'Information']),
    label: z.string(),
    /** What it means, and what to do about it. */
    assessment: z.string(),
    /** What the rule saw: `3 snapshots`. */
    values: z.array(z.string()).optional(),
  })
  .meta({ id: 'Concern' });

/** A row of the wizard's VM table; every field but `path`, `isTemplate`, `progressBytes` and `plans` is a sort key. Other collections show their native fields. */
export const inventoryVm = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  folder: z.string(),
  power: z.enum(['On', 'Off', 'Suspended', 'Unknown']),
  guestOs: z.string(),
  cpus: z.number().int(),
  memoryBytes: z.number(),
  disks: z.number().int(),
  diskBytes: z.number(),
  usedBytes: z.number(),
  host: z.string(),
  cluster: z.string(),
  isTemplate: z.boolean(),
  /** What its progress may take of its plan's status; see `mostProgressBytes`. */
  progressBytes: z.number().int(),
  /** The worst first. */
  concerns: z.array(concern),
  /** Open plans that already have it. */
  plans: z.array(z.object({ namespace: z.string(), name: z.string() })),
});
export type InventoryVm = z.infer<typeof inventoryVm>;

export const listInventoryVms = endpoint({
  id: 'listInventoryVms',
  method: 'GET',
  path: '/projects/:project/providers/:name/inventory/vms',
  summary: 'Virtual machines of a provider, filtered, sorted and cut at the server. Templates are left out.',
  params: named,
  query: pageQuery.extend({
    /** In the language of `docs/queries.md`. */
    where: z.string().max(2_000).optional(),
    cluster: list.optional(),
    /** Machines with a concern of one of these categories; `None`: those without any. */
    concerns: list.optional(),
  }),
  body: none,
  answer: pageOf(inventoryVm).extend({
    phase: z.enum(['loading', 'ready', 'stale']),
    updated: time.optional(),
    /** What the filters could be set to, with the number of machines among those that match `search` and `where`. */
    facets: z.record(z.enum(['power', 'host', 'cluster', 'concerns']), z.record(z.string(), z.number().int())),
    /** Over all rows that match. */
    sums: z.object({ running: z.number().int(), diskBytes: z.number(), usedBytes: z.number() }),
  }),
});

export type InventoryVmPage = z.infer<typeof listInventoryVms.answer>;

export const listInventory = endpoint({
  id: 'listInventory',
  method: 'GET',
  path: '/projects/:project/providers/:name/inventory/collections/:collection',
  summary: 'Any other collection of a provider.',
  params: named.extend({
    collection: z.enum(['datacenters', 'clusters', 'hosts', 'folders', 'networks', 'datastores']),
  }),
  query: pageQuery,
  body: none,
  answer: pageOf(z.record(z.string(), z.unknown())),
});
