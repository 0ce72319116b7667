import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { precopyMinutes } from './plan-settings.ts';
import { inProject, label, message, noQuery, objectName, objectRef } from './shapes.ts';

export const networkEntry = z.object({
  source: z.object({ id: z.string(), name: z.string() }),
  destination: z.discriminatedUnion('type', [
    z.object({ type: z.literal('pod') }),
    z.object({ type: z.literal('ignored') }),
    z.object({ type: z.literal('multus'), namespace: label, name: z.string().max(253) }),
  ]),
});
export const storageEntry = z.object({
  source: z.object({ id: z.string(), name: z.string() }),
  destination: z.object({
    storageClass: z.string().max(253),
    volumeMode: z.enum(['Filesystem', 'Block']).optional(),
    accessMode: z.enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany']).optional(),
  }),
});

/**
 * What the progress of a plan's machines may take together: an API server refuses objects beyond about 1.5 MiB. Rows of
 * the inventory say what each may take (`progressBytes`).
 */
export const mostProgressBytes = 900 * 1024;

export const planBundle = z.object({
  name: label,
  description: z.string().max(1024).default(''),
  source: objectRef,
  target: objectRef,
  targetProject: label,
  vms: z
    .array(
      z.object({
        id: z.string().max(256),
        name: z.string().max(256),
        /** Instead of those for all: `null` is none. */
        hooks: z
          .object({ before: objectName.nullable().optional(), after: objectName.nullable().optional() })
          .optional(),
        /** Instead of the plan's. */
        precopyIntervalMinutes: precopyMinutes.optional(),
      }),
    )
    .min(1)
    .max(5000),
  networkMap: z.array(networkEntry).max(1000),
  storageMap: z.array(storageEntry).max(1000),
  /** warm: copied while the machines run, until somebody says when to cut over. */
  type: z.enum(['cold', 'warm']).default('cold'),
  /** Only for warm; the service's own unless given. */
  precopyIntervalMinutes: precopyMinutes.optional(),
  /** Only for warm: the source is told to track changes of VMs that it does not track yet. */
  enableChangeTracking: z.boolean().default(false),
  guestConversion: z.enum(['convert', 'rawCopy']),
  compatibilityDevices: z.boolean(),
  targetPowerState: z.enum(['auto', 'on', 'off']),
  startWhenReady: z.boolean().default(false),
  /** Hooks of the plan's project that run around every VM. */
  hooks: z.object({ before: objectName.optional(), after: objectName.optional() }).optional(),
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
    'For a set of VMs, or all of a provider, and a target project: a row per network and datastore with options, proposal and reason.',
  params: inProject,
  query: noQuery,
  body: z.object({
    source: objectRef,
    target: objectRef,
    targetProject: label,
    /** Absent: all of the provider; its networks and datastores that no VM uses are listed then, too. */
    vms: z.array(z.string().max(256)).min(1).max(5000).optional(),
  }),
  answer: z.object({
    /** What the proposals leave nothing to choose for, and the names of what is left. */
    coverage: z.object({
      nics: z.object({ mapped: z.number().int(), total: z.number().int() }),
      disks: z.object({ mapped: z.number().int(), total: z.number().int() }),
      networksLeft: z.array(z.string()),
      storagesLeft: z.array(z.string()),
    }),
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
    networkTargets: z.array(
      z.object({ destination: networkEntry.shape.destination, label: z.string(), vlan: z.string().optional() }),
    ),
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
        /** Modes that its StorageProfile claims, or its provisioner is known for, best first; empty = the user must choose. */
        claims: z.array(z.object({ volumeMode: z.string(), accessModes: z.array(z.string()) })),
        /**
         * What volumes get where the modes are left open, who says so, and what it costs; empty = nothing. Absent where
         * volumes are made by hand and nobody says how: then both modes have to be chosen.
         */
        automatic: z
          .object({
            volumeMode: z.string(),
            accessModes: z.array(z.string()),
            decidedBy: z.enum(['StorageProfile', 'Administrator', 'Provisioner', 'Default']),
            cost: z.string(),
          })
          .optional(),
        /** Of all its places together, where its driver tells. */
        freeBytes: z.number().optional(),
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
