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

export const vmRow = z.object({
  id: z.string(),
  name: z.string(),
  targetName: z.string().optional(),
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
  /** From the guest's shutdown until its target ran. */
  downtimeSeconds: z.number().int().optional(),
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
    warnings: z.array(message),
  }),
});
export type PlanVmDetails = z.infer<typeof getPlanVm.answer>;
