import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { named, noQuery, time } from './shapes.ts';

export const priority = z.enum(['low', 'normal', 'high']);
export type Priority = z.infer<typeof priority>;

export const pausePlan = endpoint({
  id: 'pausePlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/pause',
  summary: 'Pauses a plan: what has begun goes on; no other VM, no copy and no cutover begins.',
  params: named,
  query: noQuery,
  body: z.object({}),
  answer: z.object({ paused: z.literal(true) }),
});

export const resumePlan = endpoint({
  id: 'resumePlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/resume',
  summary: 'Lets a plan go on that was paused. Cutovers that have become due begin.',
  params: named,
  query: noQuery,
  body: z.object({}),
  answer: z.object({ paused: z.literal(false) }),
});

export const prioritizePlan = endpoint({
  id: 'prioritizePlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/priority',
  summary: 'Says whose VMs are given slots first where plans want the same; holds for those that wait, too.',
  params: named,
  query: noQuery,
  body: z.object({ priority }),
  answer: z.object({ priority }),
});

/** When a run begins. */
const startTime = z.discriminatedUnion('type', [
  z.object({ type: z.literal('now') }),
  z.object({ type: z.literal('at'), time: z.iso.datetime({ offset: true }) }),
]);
export type StartTime = z.infer<typeof startTime>;

export const changeStart = endpoint({
  id: 'changeStart',
  method: 'POST',
  path: '/projects/:project/plans/:name/start-time',
  summary: 'Changes when a run begins that waits for its time.',
  params: named,
  query: noQuery,
  body: z.object({ when: startTime }),
  answer: z.object({ at: time.optional() }),
});
