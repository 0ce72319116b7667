// Generated from charts/gantry/files/crds/virtualmachinemigrations.gantry.dev.yaml by `npm run generate`; edit that.
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** One machine's way through one Migration. Written by the service only; users may read it. */
export interface VirtualMachineMigration {
  apiVersion: 'gantry.dev/v1alpha1';
  kind: 'VirtualMachineMigration';
  metadata: ObjectMeta;
  spec: VirtualMachineMigrationSpec;
  status?: VirtualMachineMigrationStatus;
}

export interface VirtualMachineMigrationPlan {
  namespace: string;
  name: string;
  uid: string;
}

export interface VirtualMachineMigrationResolvedPipelineSteps {
  step: string;
  /** Neighbours with the same value repeat until one of them leaves the loop. */
  loop?: string;
}

export interface VirtualMachineMigrationResolvedPipeline {
  /** Pipeline, for example vsphere-cold. */
  name: string;
  version: number;
  /** The compiled list; conditions of steps have been judged. */
  steps: VirtualMachineMigrationResolvedPipelineSteps[];
}

export interface VirtualMachineMigrationResolvedQueue {
  /** When its Migration was created. */
  since: string;
  /** Its place in the plan. */
  position: number;
}

export interface VirtualMachineMigrationResolvedRefusal {
  /** Stable code of the sentence in the console's catalog. */
  code: string;
  /** Blanks of the sentence. */
  parameters?: Record<string, string>;
  /** What happened */
  message: string;
  /** Step in which it happened. */
  step?: string;
}

export interface VirtualMachineMigrationResolvedSourceProvider {
  namespace: string;
  name: string;
  uid: string;
  type: string;
}

export interface VirtualMachineMigrationResolvedSourceHost {
  namespace: string;
  name: string;
  uid: string;
  address: string;
  /** SHA-1 of its certificate. */
  fingerprint: string;
}

export interface VirtualMachineMigrationResolvedSource {
  provider: VirtualMachineMigrationResolvedSourceProvider;
  /** Through which its disks are read, past the provider; a Host beside the provider. */
  host?: VirtualMachineMigrationResolvedSourceHost;
}

export interface VirtualMachineMigrationResolvedMachine {
  /** The provider's immutable reference. */
  id: string;
  name: string;
}

export interface VirtualMachineMigrationResolvedTargetVolumes {
  /** Index of the source disk. */
  disk: number;
  /** Name of the claim, without its suffix. */
  prefix: string;
  /** The prefix is the whole name. */
  exact?: boolean;
  /** The claim stood before the run, which neither makes nor removes it. */
  given?: boolean;
  storageClass: string;
  volumeMode?: 'Block' | 'Filesystem';
  accessMode?: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany' | 'ReadWriteOncePod';
}

export interface VirtualMachineMigrationResolvedTargetNetworks {
  /** Provider's id of the source network. */
  source: string;
  type: 'pod' | 'multus' | 'ignored';
  namespace?: string;
  name?: string;
}

export interface VirtualMachineMigrationResolvedTargetAttached {
  claim: string;
  serial?: string;
}

export interface VirtualMachineMigrationResolvedTargetPrimaryNetwork {
  topology: string;
  subnets: string[];
}

export interface VirtualMachineMigrationResolvedTargetInstanceType {
  /** Namespaced or of the cluster. */
  kind: string;
  name: string;
}

export interface VirtualMachineMigrationResolvedTarget {
  namespace: string;
  /** Name of the target machine. */
  name: string;
  /** The cluster that the machine goes to; absent for the one that the service runs in. */
  provider?: VirtualMachineMigrationPlan;
  volumes: VirtualMachineMigrationResolvedTargetVolumes[];
  networks: VirtualMachineMigrationResolvedTargetNetworks[];
  /** Disks that another machine has brought, and this one shares. */
  attached?: VirtualMachineMigrationResolvedTargetAttached[];
  /** Of the pods that move data; the network that they use. */
  podAnnotations?: Record<string, string>;
  /** The user-defined network that pods of the namespace have in place of the cluster's. */
  primaryNetwork?: VirtualMachineMigrationResolvedTargetPrimaryNetwork;
  /** Sets CPU and memory. */
  instanceType?: VirtualMachineMigrationResolvedTargetInstanceType;
  /** Says what suits the guest where nothing else is set. */
  preference?: VirtualMachineMigrationResolvedTargetInstanceType;
  /** Of the target machine, from tags of the source. */
  labels?: Record<string, string>;
  /** Of the target machine, from attributes of the source. */
  annotations?: Record<string, string>;
}

export interface VirtualMachineMigrationResolvedResume {
  /** UID of that run. */
  run: string;
  /** What told the last power-on of the source from others when they were copied; empty where there was none. */
  lastStart: string;
}

export interface VirtualMachineMigrationResolvedWarm {
  /** From the end of a copy to the next one. */
  precopyIntervalMs: number;
}

export interface VirtualMachineMigrationResolved {
  pipeline: VirtualMachineMigrationResolvedPipeline;
  /** The machine's place among those that wait for a slot. */
  queue: VirtualMachineMigrationResolvedQueue;
  /** Why a machine cannot run or did not succeed. */
  refusal?: VirtualMachineMigrationResolvedRefusal;
  source: VirtualMachineMigrationResolvedSource;
  /** The source machine as it was when the run began, in neutral terms. */
  machine: VirtualMachineMigrationResolvedMachine;
  target: VirtualMachineMigrationResolvedTarget;
  /** The choices of the plan and of its entry for this machine, under the names of Plan.spec. */
  options: Record<string, unknown>;
  /** Limits and images of the service as they were when the run began. */
  settings: Record<string, unknown>;
  /** Present where disks that an earlier run has copied are taken over. */
  resume?: VirtualMachineMigrationResolvedResume;
  /** Present where the disks are copied while the machine runs. */
  warm?: VirtualMachineMigrationResolvedWarm;
}

export interface VirtualMachineMigrationGrants {
  stage: string;
  round: number;
  /** When it was given. */
  at?: string;
}

export interface VirtualMachineMigrationQueue {
  stage?: string;
  code?: string;
  reason?: string;
  /** Since when smaller machines have taken slots that were too few for this one. */
  passedAt?: string;
}

export interface VirtualMachineMigrationCutover {
  at: string;
}

export interface VirtualMachineMigrationCancel {
  reason: 'UserRequested' | 'Deleted' | 'Modified' | 'Archived';
}

export interface VirtualMachineMigrationDiscard {
  reason: 'Retry' | 'Archived';
}

export interface VirtualMachineMigrationSpec {
  plan: VirtualMachineMigrationPlan;
  migration: VirtualMachineMigrationPlan;
  /** Everything the run needs, decided once when it began; later edits of plan, maps or settings change nothing. */
  resolved: VirtualMachineMigrationResolved;
  /** Slots given by the scheduler. */
  grants?: VirtualMachineMigrationGrants[];
  /** Why the scheduler has not given the slot that the machine waits for. */
  queue?: VirtualMachineMigrationQueue;
  /** Of its plan; normal if missing. */
  priority?: 'low' | 'normal' | 'high';
  /** Its plan is paused: nothing begins, what has begun goes on. */
  paused?: boolean;
  /** When a warm run powers its source off and ends; may be changed or taken back until status.warm.cutover.begun. */
  cutover?: VirtualMachineMigrationCutover;
  /** Asks the run to end before its commit; ignored after it. */
  cancel?: VirtualMachineMigrationCancel;
  /** Asks a run that has ended to remove what it left; set before a retry and by archiving. */
  discard?: VirtualMachineMigrationDiscard;
}

export interface VirtualMachineMigrationCursor {
  list: 'pipeline' | 'restoreSource' | 'discardTarget';
  index: number;
  round: number;
  /** When the step was entered. */
  since: string;
}

export interface VirtualMachineMigrationIntents {
  at: string;
  data?: Record<string, unknown>;
}

export interface VirtualMachineMigrationWaitingMoved {
  completed: number;
  at: string;
}

export interface VirtualMachineMigrationWaiting {
  on: 'slot' | 'source' | 'cluster' | 'pod' | 'time' | 'retry';
  reason: string;
  since: string;
  deadline?: string;
  stage?: string;
  /** When the bytes last grew, and to how many of the row's units. */
  moved?: VirtualMachineMigrationWaitingMoved;
}

export interface VirtualMachineMigrationDowntime {
  /** When it was first seen off. */
  since: string;
  /** When the target was let run, or the source was on again. */
  until?: string;
  /** Which of the two runs since then. */
  ended?: 'Target' | 'Source';
}

export interface VirtualMachineMigrationWarmCutover {
  /** When it is wanted. */
  at?: string;
  /** When it began; from then on it is neither changed nor taken back. */
  begun?: string;
}

export interface VirtualMachineMigrationWarmPrecopiesDisks {
  /** Backing file of the disk. */
  disk: string;
  /** Position in the disk's changes where the next copy continues. */
  deltaId?: string;
  /** All of the disk was copied into an empty volume. */
  full?: boolean;
  /** What the source says changed (of a full copy: what is allocated); missing where it was not told. */
  changedBytes?: number;
  /** How much of that has been copied. */
  copiedBytes?: number;
}

export interface VirtualMachineMigrationWarmPrecopies {
  kind: 'Full' | 'Delta' | 'Final';
  /** When its snapshot was asked for. */
  start: string;
  end?: string;
  /** Provider's id of the snapshot that was read. */
  snapshot?: string;
  /** The moment that it holds. */
  snapshotAt?: string;
  /** The guest's file systems were at rest. */
  quiesced?: boolean;
  createTaskId?: string;
  removeTaskId?: string;
  /** Why disks were copied in full again. */
  reason?: string;
  disks?: VirtualMachineMigrationWarmPrecopiesDisks[];
}

export interface VirtualMachineMigrationWarm {
  /** Copies that ended well, the last one after power-off included. */
  successes: number;
  /** Times that an importer was started again. */
  failures: number;
  /** The same since the last copy that ended well. */
  consecutiveFailures: number;
  /** When the next copy begins; missing while one is made and after the cutover began. */
  nextPrecopyAt?: string;
  /** The moment whose contents the target's disks have. The lag is the time since then. */
  copiedUntil?: string;
  /** Snapshots of the machine when they were last counted, whoever made them. */
  snapshots?: number;
  /** Why no further copy is made before the cutover. */
  limitReached?: string;
  cutover?: VirtualMachineMigrationWarmCutover;
  /** Our snapshots that could not be removed, by name. */
  left?: string[];
  /** The first copy and the newest others, in order. */
  precopies: VirtualMachineMigrationWarmPrecopies[];
}

export interface VirtualMachineMigrationPipelineProgress {
  completed: number;
  total: number;
}

export interface VirtualMachineMigrationPipelineError {
  phase: string;
  reasons: string[];
}

export interface VirtualMachineMigrationPipelineTasks {
  name: string;
  phase?: string;
  reason?: string;
  started?: string;
  completed?: string;
  annotations?: Record<string, string>;
  progress?: VirtualMachineMigrationPipelineProgress;
}

export interface VirtualMachineMigrationPipeline {
  name: string;
  description?: string;
  phase?: string;
  reason?: string;
  started?: string;
  completed?: string;
  annotations?: Record<string, string>;
  progress?: VirtualMachineMigrationPipelineProgress;
  error?: VirtualMachineMigrationPipelineError;
  tasks?: VirtualMachineMigrationPipelineTasks[];
}

export interface VirtualMachineMigrationStatus {
  observedGeneration?: number;
  /** The current step. */
  phase?: string;
  /** Which list of steps is run. */
  state?: 'Running' | 'Restoring' | 'Discarding' | 'Ended';
  result?: 'Succeeded' | 'Failed' | 'Canceled';
  cursor?: VirtualMachineMigrationCursor;
  /** Effects announced before they were attempted, by step and key. */
  intents?: Record<string, VirtualMachineMigrationIntents>;
  /** What finished steps found out, by step. */
  outputs?: Record<string, Record<string, unknown>>;
  waiting?: VirtualMachineMigrationWaiting;
  /** Why a machine cannot run or did not succeed. */
  error?: VirtualMachineMigrationResolvedRefusal;
  /** Last lines of the pod that failed, redacted. */
  podLog?: string;
  started?: string;
  completed?: string;
  /** Nothing that this run made is left */
  discarded?: boolean;
  /** How long the source was off because of this run. It lasts while `until` is missing. */
  downtime?: VirtualMachineMigrationDowntime;
  /** Copies made of a machine that runs, up to its cutover. For people; the engine does not read it. */
  warm?: VirtualMachineMigrationWarm;
  /** Rows that people see, in order. */
  pipeline?: VirtualMachineMigrationPipeline[];
  conditions?: Condition[];
}

export const virtualMachineMigrations: Resource<VirtualMachineMigration> = {
  group: 'gantry.dev',
  version: 'v1alpha1',
  plural: 'virtualmachinemigrations',
  kind: 'VirtualMachineMigration',
  scope: 'Namespaced',
};
