import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { conditionRow } from './providers.ts';
import {
  inProject,
  label,
  message,
  named,
  none,
  noQuery,
  objectRef,
  pageOf,
  pageQuery,
  progress,
  time,
} from './shapes.ts';
import { planState, vmState } from './states.ts';

const counts = z.object({
  total: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  canceled: z.number().int(),
  running: z.number().int(),
  waiting: z.number().int(),
});

/** What the plan does to the sources, for the line that says they are safe. */
const sources = z.object({
  offByGantry: z.number().int(),
  poweredOnAgain: z.number().int(),
  running: z.number().int(),
  offBefore: z.number().int(),
  notRestored: z.number().int(),
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
  answer: pageOf(planRow),
});

/** An action the user may take now, or why not. */
const action = z.object({
  action: z.enum(['start', 'cancel', 'archive', 'delete']),
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
    guestConversion: z.enum(['convert', 'rawCopy']),
    compatibilityDevices: z.boolean(),
    targetPowerState: z.enum(['auto', 'on', 'off']),
    shutdownPolicy: z.enum(['guest', 'force']),
    conditions: z.array(conditionRow),
    runs: z.array(
      z.object({
        name: z.string(),
        uid: z.string(),
        startedBy: z.string().optional(),
        created: time,
        started: time.optional(),
        completed: time.optional(),
        result: z.enum(['Waiting', 'Running', 'Succeeded', 'Failed', 'Canceled', 'NotStarted']),
        message: message.optional(),
      }),
    ),
    /** A bundle whose maps are missing can be completed by sending the same create request again. */
    incomplete: z.array(z.enum(['networkMap', 'storageMap'])),
    actions: z.array(action),
  }),
});
export type PlanDetails = z.infer<typeof getPlan.answer>;

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
  answer: pageOf(vmRow),
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

const networkEntry = z.object({
  source: z.object({ id: z.string(), name: z.string() }),
  destination: z.discriminatedUnion('type', [
    z.object({ type: z.literal('pod') }),
    z.object({ type: z.literal('ignored') }),
    z.object({ type: z.literal('multus'), namespace: label, name: z.string().max(253) }),
  ]),
});
const storageEntry = z.object({
  source: z.object({ id: z.string(), name: z.string() }),
  destination: z.object({
    storageClass: z.string().max(253),
    volumeMode: z.enum(['Filesystem', 'Block']).optional(),
    accessMode: z.enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany']).optional(),
  }),
});

export const planBundle = z.object({
  name: label,
  description: z.string().max(1024).default(''),
  source: objectRef,
  target: objectRef,
  targetProject: label,
  vms: z
    .array(z.object({ id: z.string().max(256), name: z.string().max(256) }))
    .min(1)
    .max(5000),
  networkMap: z.array(networkEntry).max(1000),
  storageMap: z.array(storageEntry).max(1000),
  guestConversion: z.enum(['convert', 'rawCopy']),
  compatibilityDevices: z.boolean(),
  targetPowerState: z.enum(['auto', 'on', 'off']),
  startWhenReady: z.boolean().default(false),
});
export type PlanBundle = z.infer<typeof planBundle>;

export const createPlan = endpoint({
  id: 'createPlan',
  method: 'POST',
  path: '/projects/:project/plans',
  summary:
    'Creates a plan with its maps as one repeatable request: the plan first, the rest owned by it. Sending it again completes what is missing.',
  params: inProject,
  query: noQuery,
  body: planBundle,
  answer: z.object({ namespace: z.string(), name: z.string(), uid: z.string(), incomplete: z.array(message) }),
});

export const judgePlan = endpoint({
  id: 'judgePlan',
  method: 'POST',
  path: '/projects/:project/plan-judgements',
  summary: 'Judges a plan that does not exist yet (the wizard’s review). Stores nothing.',
  params: inProject,
  query: noQuery,
  body: planBundle,
  answer: z.object({
    readiness: z.array(
      z.object({ level: z.enum(['block', 'warn', 'pass']), message, vms: z.array(z.string()).default([]) }),
    ),
    consequences: z.array(message),
  }),
});

/** Proposals for the wizard's map steps; deterministic, each with its reason, never a silent default. */
export const proposeMaps = endpoint({
  id: 'proposeMaps',
  method: 'POST',
  path: '/projects/:project/map-proposals',
  summary:
    'For a set of VMs and a target project: a row per used network and datastore with options, proposal and reason.',
  params: inProject,
  query: noQuery,
  body: z.object({
    source: objectRef,
    target: objectRef,
    targetProject: label,
    vms: z.array(z.string().max(256)).min(1).max(5000),
  }),
  answer: z.object({
    networks: z.array(
      z.object({
        source: z.object({ id: z.string(), name: z.string() }),
        vlan: z.string().optional(),
        vms: z.number().int(),
        nics: z.number().int(),
        proposal: networkEntry.shape.destination.optional(),
        confidence: z.enum(['exact', 'likely', 'onlyCandidate', 'none']),
        reason: message,
      }),
    ),
    networkTargets: z.array(z.object({ destination: networkEntry.shape.destination, label: z.string() })),
    storages: z.array(
      z.object({
        source: z.object({ id: z.string(), name: z.string() }),
        vms: z.number().int(),
        disks: z.number().int(),
        bytes: z.number(),
        proposal: storageEntry.shape.destination.optional(),
        confidence: z.enum(['exact', 'likely', 'onlyCandidate', 'none']),
        reason: message,
      }),
    ),
    storageTargets: z.array(
      z.object({
        storageClass: z.string(),
        provisioner: z.string(),
        defaultForVms: z.boolean(),
        default: z.boolean(),
        bindingMode: z.string(),
        /** Modes that its StorageProfile claims, best first; empty = the user must choose. */
        claims: z.array(z.object({ volumeMode: z.string(), accessModes: z.array(z.string()) })),
      }),
    ),
    /**
     * VMs with several NICs: at most one of their NICs may go to the pod network, so a network that stands twice in
     * `networks` (ids, one per NIC) cannot go there at all.
     */
    podNetworkConflicts: z.array(
      z.object({ vm: z.string(), nics: z.number().int(), networks: z.array(z.string()).default([]) }),
    ),
  }),
});
export type MapProposals = z.infer<typeof proposeMaps.answer>;

/** The numbers of a dialog, re-read when it opens. */
export const planConsequences = endpoint({
  id: 'planConsequences',
  method: 'GET',
  path: '/projects/:project/plans/:name/consequences',
  summary: 'What starting, cancelling, archiving or deleting would do now, in sentences with numbers.',
  params: named,
  query: z.object({
    action: z.enum(['start', 'cancel', 'archive', 'delete']),
    vms: z.string().max(16_384).optional(),
  }),
  body: none,
  answer: z.object({ title: message, consequences: z.array(message), vms: z.array(z.string()) }),
});

const idempotencyKey = z.string().min(8).max(64);

export const startPlan = endpoint({
  id: 'startPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/runs',
  summary: 'Starts a run (a Migration): of everything that has not succeeded. The same key never starts two.',
  params: named,
  query: noQuery,
  body: z.object({ idempotencyKey }),
  answer: z.object({ migration: z.string(), uid: z.string() }),
});

export const cancelPlan = endpoint({
  id: 'cancelPlan',
  method: 'POST',
  path: '/projects/:project/plans/:name/cancellations',
  summary: 'Cancels the run, or the VMs named.',
  params: named,
  query: noQuery,
  body: z.object({ vms: z.array(z.string().max(256)).max(5000).optional() }),
  answer: z.object({ canceled: z.number().int() }),
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
