import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { label, named, noQuery, objectName, vmFilter } from './shapes.ts';

/** Minutes between two copies of a machine that runs. */
export const precopyIntervals = { least: 1, most: 7 * 24 * 60 } as const;
export const precopyMinutes = z.number().int().min(precopyIntervals.least).max(precopyIntervals.most);

const template = z.string().max(1024);

/** What people choose for a plan as a whole. */
export const planSettings = z.object({
  description: z.string().max(1024),
  targetProject: label,
  type: z.enum(['cold', 'warm', 'live', 'conversion']),
  /** Of a warm plan; absent: the service's own. */
  precopyIntervalMinutes: precopyMinutes.optional(),
  /** Of a warm plan: the source is told to track changes of VMs that it does not track yet. */
  enableChangeTracking: z.boolean(),
  /** Of a warm plan: guests are looked at before anything is copied. */
  inspectFirst: z.boolean(),
  guestConversion: z.enum(['convert', 'rawCopy']),
  compatibilityDevices: z.boolean(),
  keepStaticIps: z.boolean(),
  targetPowerState: z.enum(['auto', 'on', 'off']),
  shutdownPolicy: z.enum(['guest', 'force']),
  copySharedDisks: z.boolean(),
  /** A target that was made of a VM that fails is removed. */
  removeFailedTarget: z.boolean(),
  claimNameTemplate: template.optional(),
  volumeNameTemplate: template.optional(),
  networkNameTemplate: template.optional(),
});
export type PlanSettings = z.infer<typeof planSettings>;

export const editPlan = endpoint({
  id: 'editPlan',
  method: 'PUT',
  path: '/projects/:project/plans/:name/settings',
  summary: 'Changes the settings of a plan, between its runs, over the version that was seen.',
  params: named,
  query: noQuery,
  body: z.object({ version: z.string().max(64), settings: planSettings }),
  answer: z.object({ version: z.string() }),
});

/** What is chosen for one VM: `null` takes it back to what holds for the plan, or to none; absent leaves it as it is. */
const vmChoices = z.object({
  before: objectName.nullable().optional(),
  after: objectName.nullable().optional(),
  precopyIntervalMinutes: precopyMinutes.nullable().optional(),
});
export type VmChoices = z.infer<typeof vmChoices>;

export const choosePlanVms = endpoint({
  id: 'choosePlanVms',
  method: 'POST',
  path: '/projects/:project/plans/:name/vm-choices',
  summary: 'Chooses hooks and the precopy interval of VMs of a plan, between its runs: of those named, or that match.',
  params: named,
  query: noQuery,
  body: z.object({
    vms: z.array(z.string().max(256)).max(5000).optional(),
    matching: vmFilter.optional(),
    choices: vmChoices,
  }),
  /** How many VMs it is for. */
  answer: z.object({ vms: z.number().int() }),
});
