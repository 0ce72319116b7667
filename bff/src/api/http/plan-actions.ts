import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { label, message, named, none, noQuery, time, vmFilter } from './shapes.ts';

/** The numbers of a dialog, re-read when it opens. */
export const planConsequences = endpoint({
  id: 'planConsequences',
  method: 'GET',
  path: '/projects/:project/plans/:name/consequences',
  summary: 'What starting, cancelling, archiving or deleting would do now, in sentences with numbers.',
  params: named,
  query: vmFilter.extend({
    action: z.enum(['start', 'cancel', 'cutover', 'pause', 'resume', 'change', 'archive', 'delete']),
    /** Ids; only for cancelling, cutting over and removing, as is the filter. */
    vms: z.string().max(16_384).optional(),
    /** Of a cutover; now unless given. */
    at: z.iso.datetime({ offset: true }).optional(),
  }),
  body: none,
  answer: z.object({
    title: message,
    consequences: z.array(message),
    vms: z.array(z.string()),
    /** Of a cutover: how many of them are copied, how many have a time, and the next of those times. */
    cutover: z.object({ ready: z.number().int(), scheduled: z.number().int(), at: time.optional() }).optional(),
  }),
});

const idempotencyKey = z.string().min(8).max(64);

export const startPlan = endpoint({
  id: 'startPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/runs',
  summary: 'Starts a run (a Migration): of everything that has not succeeded. The same key never starts two.',
  params: named,
  query: noQuery,
  body: z.object({
    idempotencyKey,
    /** When the run begins; at once if missing. */
    startAt: z.iso.datetime({ offset: true }).optional(),
  }),
  answer: z.object({ migration: z.string(), uid: z.string() }),
});

export const cancelPlan = endpoint({
  id: 'cancelPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/cancellations',
  summary: 'Cancels the run, the VMs named, or those that match.',
  params: named,
  query: noQuery,
  body: z.object({ vms: z.array(z.string().max(256)).max(5000).optional(), matching: vmFilter.optional() }),
  answer: z.object({ canceled: z.number().int() }),
});

/** When a machine is cut over; `never` takes back what was said. */
const cutoverTime = z.discriminatedUnion('type', [
  z.object({ type: z.literal('now') }),
  z.object({ type: z.literal('at'), time: z.iso.datetime({ offset: true }) }),
  z.object({ type: z.literal('never') }),
]);
export type CutoverTime = z.infer<typeof cutoverTime>;

export const cutOverPlan = endpoint({
  id: 'cutOverPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/cutover',
  summary: 'Says when the run is cut over, or takes it back: for all VMs, those named, or those that match.',
  params: named,
  query: noQuery,
  body: z.object({
    when: cutoverTime,
    vms: z.array(z.string().max(256)).max(5000).optional(),
    matching: vmFilter.optional(),
  }),
  /** How many VMs it is for. */
  answer: z.object({ vms: z.number().int() }),
});

export const changePlanVms = endpoint({
  id: 'changePlanVms',
  method: 'POST',
  path: '/projects/:project/plans/:name/vm-changes',
  summary: 'Adds VMs to a plan and removes others, between its runs. VMs that were migrated stay.',
  params: named,
  query: noQuery,
  body: z.object({
    add: z
      .array(z.object({ id: z.string().min(1).max(256), name: z.string().max(256) }))
      .max(5000)
      .default([]),
    remove: z.array(z.string().max(256)).max(5000).default([]),
  }),
  /** How many VMs the plan has then. */
  answer: z.object({ vms: z.number().int() }),
});

export const duplicatePlan = endpoint({
  id: 'duplicatePlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/duplicates',
  summary: 'Another plan like this one, with copies of its own maps; it is not started.',
  params: named,
  query: noQuery,
  body: z.object({
    name: label,
    /** notMigrated: without those that a run of this plan has migrated. */
    vms: z.enum(['all', 'notMigrated']),
  }),
  answer: z.object({ namespace: z.string(), name: z.string(), uid: z.string() }),
});

export const repairPlan = endpoint({
  id: 'repairPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/repairs',
  summary: 'Makes the maps that are missing of a plan that was made only halfway, as they were chosen then.',
  params: named,
  query: noQuery,
  body: z.object({}),
  /** What is missing still. */
  answer: z.object({ incomplete: z.array(message) }),
});

export const archivePlan = endpoint({
  id: 'archivePlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/archive',
  summary: 'Archives a plan: temporary objects go, results stay.',
  params: named,
  query: noQuery,
  body: z.object({}),
  answer: z.object({ archived: z.literal(true) }),
});

export const deletePlan = endpoint({
  id: 'deletePlan',
  method: 'DELETE',
  path: '/projects/:project/plans/:name',
  summary: 'Deletes a plan with its own maps and leftovers; refused while a run is active.',
  params: named,
  query: noQuery,
  body: none,
  answer: z.object({ deleted: z.literal(true) }),
});
