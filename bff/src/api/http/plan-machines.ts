import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { conditionRow } from './providers.ts';
import { message, named, none, noQuery, objectRef, pageOf, pageQuery, progress, time } from './shapes.ts';
import { vmState } from './states.ts';

export const step = z.object({
  /** MTV's pipeline name (Initialize, DiskAllocation …). */
  name: z.string(),
  state: z.enum(['Pending', 'Running', 'Completed', 'Failed', 'Skipped']),
  started: time.optional(),
  completed: time.optional(),
  progress: progress.optional(),
  message: message.optional(),
  tasks: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['Pending', 'Running', 'Completed', 'Failed']),
      progress: progress.optional(),
    }),
  ),
});
export type Step = z.infer<typeof step>;

/** One copy of a machine that runs, or the last one after it was shut down. */
export const copy = z.object({
  /** From 1. */
  number: z.number().int(),
  kind: z.enum(['Full', 'Delta', 'Final']),
  started: time,
  ended: time.optional(),
  /** The source's id of the snapshot that was read, and the moment that it holds. */
  snapshot: z.string().optional(),
  snapshotAt: time.optional(),
  /** The guest's file systems were at rest. */
  quiesced: z.boolean().optional(),
  /** Of all disks; absent where the source did not tell it of each. */
  changedBytes: z.number().optional(),
  copiedBytes: z.number().optional(),
  /** Why it is a full one again. */
  reason: z.string().optional(),
});
export type Copy = z.infer<typeof copy>;

/** How far the copies of a machine that runs are, and when it cuts over. */
const warm = z.object({
  /** Copies that ended well. */
  copies: z.number().int(),
  last: copy.optional(),
  current: copy.extend({ progress: progress.optional() }).optional(),
  /** The moment whose contents the target's disks have. */
  copiedUntil: time.optional(),
  nextCopyAt: time.optional(),
  /** At the source, whoever made them. */
  snapshots: z.number().int().optional(),
  /** Ours that could not be removed, by name. */
  snapshotsLeft: z.array(z.string()),
  /** Times that copying failed since the last copy that ended well. */
  failures: z.number().int(),
  /** Why no further copy is made before the cutover. */
  limitReached: z.string().optional(),
  /** When it is wanted, and since when it cannot be changed any more. */
  cutover: z.object({ at: time.optional(), begun: time.optional() }),
  /** How long the newest copies of changes took: the last one, at the cutover, is like them. */
  expected: z
    .object({
      leastSeconds: z.number().int(),
      mostSeconds: z.number().int(),
      /** How many copies say so. */
      copies: z.number().int(),
      mostBytes: z.number().optional(),
    })
    .optional(),
});
export type Warm = z.infer<typeof warm>;

/** As it is written, so perhaps not valid; without namespace it is the plan's. */
const hookRef = z.object({ namespace: z.string().optional(), name: z.string() });

export const vmRow = z.object({
  id: z.string(),
  name: z.string(),
  targetName: z.string().optional(),
  /** Hooks that the plan names for it; absent: none. */
  hooks: z.object({ before: hookRef.optional(), after: hookRef.optional() }).optional(),
  /** Its own, instead of the plan's. */
  precopyIntervalMinutes: z.number().optional(),
  state: vmState,
  message,
  steps: z.array(step),
  progress: progress.optional(),
  /** Power of the source now and what was done to it. */
  source: z.object({
    power: z.enum(['On', 'Off', 'Suspended', 'Unknown']),
    handling: z.enum(['untouched', 'offByGantry', 'onAgain', 'offBefore', 'notRestored']),
    since: time.optional(),
  }),
  host: z.string().optional(),
  /** Capacity of its disks; absent while the machine is not known. */
  diskBytes: z.number().optional(),
  started: time.optional(),
  completed: time.optional(),
  attempt: z.number().int(),
  /** Of a warm run. */
  warm: warm.optional(),
  /** From the guest's shutdown until its target ran, or its source did again. */
  downtimeSeconds: z.number().int().optional(),
  /** While its source was off because of the run; it is while `until` is missing. */
  downtime: z.object({ since: time, until: time.optional() }).optional(),
});
export type VmRow = z.infer<typeof vmRow>;

export const listPlanVms = endpoint({
  id: 'listPlanVms',
  method: 'GET',
  path: '/projects/:project/plans/:name/vms',
  summary: 'VMs of a plan; default order: what needs attention first, then name.',
  params: named,
  query: pageQuery,
  body: none,
  answer: pageOf(vmRow).extend({
    /** Of all VMs of the plan, for the filter. */
    hosts: z.array(z.string()).default([]),
  }),
});

export const getPlanVm = endpoint({
  id: 'getPlanVm',
  method: 'GET',
  path: '/projects/:project/plans/:name/vms/:vm',
  summary: 'Everything the drawer of a VM shows.',
  params: named.extend({ vm: z.string().max(256) }),
  query: noQuery,
  body: none,
  answer: vmRow.extend({
    conditions: z.array(conditionRow),
    targetVm: objectRef.optional(),
    disks: z.array(
      z.object({
        name: z.string(),
        storage: z.string(),
        capacityBytes: z.number(),
        targetClaim: z.string().optional(),
        progress: progress.optional(),
      }),
    ),
    /** Of a warm run: its first copy and its newest ones, in order. */
    copies: z.array(copy).default([]),
    /** What hooks printed, by the name of their step: their last lines. */
    outputs: z.record(z.string(), z.string()).optional(),
    warnings: z.array(message),
  }),
});
export type PlanVmDetails = z.infer<typeof getPlanVm.answer>;
