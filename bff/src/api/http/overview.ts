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
