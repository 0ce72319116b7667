import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { noQuery, problem } from './shapes.ts';

/**
 * Live pages over one WebSocket per tab (`/api/v1/live?ticket=…`). A subscription names a GET endpoint that may be
 * live; the service sends its whole answer (a page has at most 200 rows) at once and after changes, at most twice a
 * second. The ticket carries the caller's identity, is used once and expires after 30 s.
 */
export const openLive = endpoint({
  id: 'openLive',
  method: 'POST',
  path: '/live-tickets',
  summary: 'A ticket for one live connection.',
  params: z.object({}),
  query: noQuery,
  body: z.object({}),
  answer: z.object({ ticket: z.string(), expiresInSeconds: z.number().int() }),
});

export const liveEndpoints = [
  'listProviders',
  'getProvider',
  'listInventoryVms',
  'listInventoryHosts',
  'listInventoryNetworks',
  'listInventoryDatastores',
  'getInventoryTree',
  'listNetworkMaps',
  'getNetworkMap',
  'listStorageMaps',
  'getStorageMap',
  'listHooks',
  'getHook',
  'getOverview',
  'getThroughput',
  'listPlans',
  'getPlan',
  'listPlanVms',
  'getPlanVm',
] as const;

export const liveRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    /** Chosen by the client, unique within the connection. */
    id: z.string().max(64),
    endpoint: z.enum(liveEndpoints),
    params: z.record(z.string(), z.string().max(256)),
    query: z.record(z.string(), z.string().max(16_384)),
  }),
  z.object({ type: z.literal('unsubscribe'), id: z.string().max(64) }),
  /** A fresh ticket of the same user; sent before the service's five-minute re-authorisation. */
  z.object({ type: z.literal('renew'), ticket: z.string().max(256) }),
]);
export type LiveRequest = z.infer<typeof liveRequest>;

export const liveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.string(), answer: z.unknown() }),
  z.object({ type: z.literal('problem'), id: z.string(), problem }),
  /** Every 10 s; nothing for 20 s means the connection is lost. */
  z.object({ type: z.literal('heartbeat'), time: z.string() }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;
