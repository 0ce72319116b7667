import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { networkEntry, storageEntry } from './plan-wizard.ts';
import { conditionRow } from './providers.ts';
import { inProject, label, list, message, named, none, noQuery, objectRef, pageOf, pageQuery, time } from './shapes.ts';
import { mapState } from './states.ts';

const ref = z.object({ namespace: z.string(), name: z.string() });

export const mapRow = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  state: mapState,
  message,
  source: ref,
  target: ref,
  entries: z.number().int(),
  /** Plans that name it and are not archived. */
  plans: z.number().int(),
  /** The plan that it was made with; absent for shared maps. */
  owner: z.string().optional(),
  created: time,
});
export type MapRow = z.infer<typeof mapRow>;

const plan = ref.extend({ running: z.boolean() });

/** How an end of an entry stands; `unknown` while the source cannot be looked at, or by who may not. */
const end = z.enum(['found', 'missing', 'ambiguous', 'unknown']);

const entryFacts = {
  /** As the map names it, and as the source does where it is known. */
  source: z.object({ id: z.string(), name: z.string() }),
  sourceState: end,
  targetState: z.enum(['found', 'missing']),
  /** How many VMs of the source use it; absent while unknown. */
  vms: z.number().int().optional(),
};

const mapDetails = mapRow.extend({
  /** Of what people edit; opaque. */
  version: z.string(),
  /** Plans that name it and are not archived, as far as the caller may read them. */
  usedBy: z.array(plan),
  conditions: z.array(conditionRow),
  yaml: z.string(),
});

const networkMapDetails = mapDetails.extend({
  rows: z.array(z.object({ ...entryFacts, vlan: z.string().optional(), destination: networkEntry.shape.destination })),
});
const storageMapDetails = mapDetails.extend({
  rows: z.array(
    z.object({
      ...entryFacts,
      destination: storageEntry.shape.destination,
      /** The entry asks for copying by the storage array; kept when the map is edited. */
      offload: z.boolean(),
    }),
  ),
});
export type NetworkMapDetails = z.infer<typeof networkMapDetails>;
export type StorageMapDetails = z.infer<typeof storageMapDetails>;

const listQuery = pageQuery.extend({
  project: label.optional(),
  /** `shared`, `plan`. */
  owner: list.optional(),
});
const made = z.object({ namespace: z.string(), name: z.string(), uid: z.string() });
const deleted = z.object({ deleted: z.literal(true) });
const networks = z.array(networkEntry).max(1000);
const storages = z.array(storageEntry).max(1000);
const ends = { name: label, source: objectRef, target: objectRef };
const version = z.string().max(64);

export const listNetworkMaps = endpoint({
  id: 'listNetworkMaps',
  method: 'GET',
  path: '/network-maps',
  summary: 'Network maps that the caller may read.',
  params: z.object({}),
  query: listQuery,
  body: none,
  answer: pageOf(mapRow),
});

export const getNetworkMap = endpoint({
  id: 'getNetworkMap',
  method: 'GET',
  path: '/projects/:project/network-maps/:name',
  summary: 'Everything that the page of a network map shows.',
  params: named,
  query: noQuery,
  body: none,
  answer: networkMapDetails,
});

export const createNetworkMap = endpoint({
  id: 'createNetworkMap',
  method: 'POST',
  path: '/projects/:project/network-maps',
  summary: 'Creates a shared network map; repeatable.',
  params: inProject,
  query: noQuery,
  body: z.object({ ...ends, entries: networks }),
  answer: made,
});

export const editNetworkMap = endpoint({
  id: 'editNetworkMap',
  method: 'PUT',
  path: '/projects/:project/network-maps/:name',
  summary: 'Changes the entries of a network map. Refused while a plan runs with it.',
  params: named,
  query: noQuery,
  body: z.object({ version, entries: networks }),
  answer: made,
});

export const deleteNetworkMap = endpoint({
  id: 'deleteNetworkMap',
  method: 'DELETE',
  path: '/projects/:project/network-maps/:name',
  summary: 'Deletes a network map. Refused while a plan uses it that is not archived.',
  params: named,
  query: noQuery,
  body: none,
  answer: deleted,
});

export const listStorageMaps = endpoint({
  id: 'listStorageMaps',
  method: 'GET',
  path: '/storage-maps',
  summary: 'Storage maps that the caller may read.',
  params: z.object({}),
  query: listQuery,
  body: none,
  answer: pageOf(mapRow),
});

export const getStorageMap = endpoint({
  id: 'getStorageMap',
  method: 'GET',
  path: '/projects/:project/storage-maps/:name',
  summary: 'Everything that the page of a storage map shows.',
  params: named,
  query: noQuery,
  body: none,
  answer: storageMapDetails,
});

export const createStorageMap = endpoint({
  id: 'createStorageMap',
  method: 'POST',
  path: '/projects/:project/storage-maps',
  summary: 'Creates a shared storage map; repeatable.',
  params: inProject,
  query: noQuery,
  body: z.object({ ...ends, entries: storages }),
  answer: made,
});

export const editStorageMap = endpoint({
  id: 'editStorageMap',
  method: 'PUT',
  path: '/projects/:project/storage-maps/:name',
  summary: 'Changes the entries of a storage map. Refused while a plan runs with it.',
  params: named,
  query: noQuery,
  body: z.object({ version, entries: storages }),
  answer: made,
});

export const deleteStorageMap = endpoint({
  id: 'deleteStorageMap',
  method: 'DELETE',
  path: '/projects/:project/storage-maps/:name',
  summary: 'Deletes a storage map. Refused while a plan uses it that is not archived.',
  params: named,
  query: noQuery,
  body: none,
  answer: deleted,
});
