import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { label, message, none, objectRef, progress, time } from './shapes.ts';
import { planState } from './states.ts';

/** Something that a person should look at: one sentence, one link. */
const attentionItem = z.object({
  kind: z.enum(['Plan', 'Provider']),
  object: objectRef,
  /** Where it is one VM of the plan. */
  vm: z.object({ id: z.string(), name: z.string() }).optional(),
  /** What is the matter; the worst come first. */
  matter: z.enum([
    'SourceNotPoweredOn',
    'Failed',
    'CutoverDue',
    'Stalled',
    'Provider',
    'CertificateChanged',
    'SnapshotsLeft',
    'NotReady',
  ]),
  message,
});
export type AttentionItem = z.infer<typeof attentionItem>;

export const getOverview = endpoint({
  id: 'getOverview',
  method: 'GET',
  path: '/overview',
  summary: 'What needs a person, what runs and what comes next, in the plans that the caller may read.',
  params: z.object({}),
  query: z.object({ project: label.optional() }),
  body: none,
  answer: z.object({
    /** The worst first, at most a hundred. */
    attention: z.array(attentionItem),
    attentionTotal: z.number().int(),
    /** Plans that are not archived, by state; states without plans are left out. */
    plans: z.object({
      total: z.number().int(),
      states: z.array(z.object({ state: planState, plans: z.number().int() })),
    }),
    running: z.object({
      vms: z.number().int(),
      bytesPerSecond: z.number().optional(),
      plans: z.array(objectRef.extend({ vms: z.number().int(), uid: z.string(), progress: progress.optional() })),
    }),
    /** Of the next 24 hours, and those that are due. */
    cutovers: z.array(objectRef.extend({ at: time, vms: z.number().int() })),
    /** Absent where the caller may not list them. */
    providers: z.object({ total: z.number().int(), ready: z.number().int() }).optional(),
  }),
});
export type Overview = z.infer<typeof getOverview.answer>;

export const getThroughput = endpoint({
  id: 'getThroughput',
  method: 'GET',
  path: '/overview/throughput',
  summary: 'What was copied in each five minutes of the last day, by source, of plans that the caller may read.',
  params: z.object({}),
  query: z.object({ project: label.optional() }),
  body: none,
  answer: z.object({
    /** Since when the service has looked: it keeps nothing across its own restarts. */
    since: time,
    /** The first part begins here. */
    from: time,
    partSeconds: z.number().int(),
    /** How many parts there are; the one that is not over is left out. */
    parts: z.number().int(),
    /** Bytes of each part, by source; the largest first, at most seven. */
    series: z.array(z.object({ source: objectRef, bytes: z.array(z.number()) })),
    /** Of all further sources together. */
    others: z.array(z.number()).optional(),
  }),
});
export type Throughput = z.infer<typeof getThroughput.answer>;
