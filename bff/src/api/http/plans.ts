import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { planSettings } from './plan-settings.ts';
import { conditionRow } from './providers.ts';
import { label, message, named, none, noQuery, objectRef, pageOf, pageQuery, progress, time } from './shapes.ts';
import { priority } from './plan-schedule.ts';
import { planState } from './states.ts';

const counts = z.object({
  total: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  canceled: z.number().int(),
  running: z.number().int(),
  waiting: z.number().int(),
  /** Copied while they run; they wait for their cutover. */
  ready: z.number().int().default(0),
});

/** What the plan does to the sources, for the line that says they are safe. */
const sources = z.object({
  offByGantry: z.number().int(),
  poweredOnAgain: z.number().int(),
  running: z.number().int(),
  offBefore: z.number().int(),
  notRestored: z.number().int(),
  /** Snapshots of ours that could not be removed. */
  snapshotsLeft: z.number().int().default(0),
  unknown: z.number().int(),
});

export const planRow = z.object({
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  state: planState,
  /** The sentence beside the label. */
  message,
  type: z.enum(['cold', 'rawCopy', 'warm', 'live', 'conversion']),
  source: z.string(),
  target: z.string(),
  targetProject: z.string(),
  description: z.string(),
  vms: counts,
  /** What has begun goes on, and nothing else begins. */
  paused: z.boolean().default(false),
  priority: priority.default('normal'),
  /** Of a run that waits for its time. */
  startAt: time.optional(),
  /** Of the machines whose cutover has a time and has not begun: the next one. */
  cutover: z.object({ at: time, vms: z.number().int() }).optional(),
  progress: progress.optional(),
  started: time.optional(),
  completed: time.optional(),
  created: time,
  createdBy: z.string().optional(),
  archived: z.boolean(),
});
export type PlanRow = z.infer<typeof planRow>;

export const listPlans = endpoint({
  id: 'listPlans',
  method: 'GET',
  path: '/plans',
  summary: 'Plans that the caller may read; default order: what needs attention first.',
  params: z.object({}),
  query: pageQuery.extend({ project: label.optional() }),
  body: none,
  answer: pageOf(planRow).extend({
    /** Of all plans that the caller may read, for the filters. */
    sources: z.array(z.string()).default([]),
    targets: z.array(z.string()).default([]),
  }),
});

/** An action the user may take now, or why not. */
const action = z.object({
  action: z.enum([
    'start',
    'reschedule',
    'cancel',
    'cutover',
    'pause',
    'resume',
    'prioritize',
    'change',
    'duplicate',
    'archive',
    'delete',
  ]),
  enabled: z.boolean(),
  /** Why it is off. */
  reason: message.optional(),
});

export const getPlan = endpoint({
  id: 'getPlan',
  method: 'GET',
  path: '/projects/:project/plans/:name',
  summary: 'Header and overview of a plan.',
  params: named,
  query: noQuery,
  body: none,
  answer: planRow.extend({
    resourceVersion: z.string(),
    sources,
    /** Blockers and warnings, each with the object at fault. */
    readiness: z.array(
      z.object({
        level: z.enum(['block', 'warn', 'pass']),
        message,
        object: objectRef.extend({ kind: z.string() }).optional(),
        vms: z.array(z.string()).default([]),
      }),
    ),
    networkMap: objectRef.optional(),
    storageMap: objectRef.optional(),
    sourceRef: objectRef,
    targetRef: objectRef,
    /** Of what people edit; opaque. */
    version: z.string(),
    settings: planSettings,
    conditions: z.array(conditionRow),
    runs: z.array(
      z.object({
        name: z.string(),
        uid: z.string(),
        startedBy: z.string().optional(),
        /** Who changed it last in these ways. */
        cutoverBy: z.string().optional(),
        canceledBy: z.string().optional(),
        created: time,
        /** When it is to begin. */
        startAt: time.optional(),
        started: time.optional(),
        completed: time.optional(),
        /** What became of its VMs, as far as their runs are still there. */
        vms: z.object({ succeeded: z.number().int(), failed: z.number().int(), canceled: z.number().int() }).optional(),
        /** Of the VM whose source was off for longest. */
        longestDowntimeSeconds: z.number().int().optional(),
        result: z.enum(['Waiting', 'Running', 'Succeeded', 'Failed', 'Canceled', 'NotStarted']),
        message: message.optional(),
      }),
    ),
    /** A bundle whose maps are missing can be completed by sending the same create request again. */
    incomplete: z.array(z.enum(['networkMap', 'storageMap'])),
    /** It is on record what the missing maps were to say. */
    repairable: z.boolean().default(false),
    actions: z.array(action),
  }),
});
export type PlanDetails = z.infer<typeof getPlan.answer>;
