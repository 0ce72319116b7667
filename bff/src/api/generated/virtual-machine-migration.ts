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

export interface VirtualMachineMigrationResolvedSource {
  provider: VirtualMachineMigrationResolvedSourceProvider;
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
  storageClass: string;
  volumeMode?: 'Block' | 'Filesystem';
  accessMode?: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany';
}

export interface VirtualMachineMigrationResolvedTargetNetworks {
  /** Provider's id of the source network. */
  source: string;
  type: 'pod' | 'multus' | 'ignored';
  namespace?: string;
  name?: string;
}

export interface VirtualMachineMigrationResolvedTarget {
  namespace: string;
  /** Name of the target machine. */
  name: string;
  volumes: VirtualMachineMigrationResolvedTargetVolumes[];
  networks: VirtualMachineMigrationResolvedTargetNetworks[];
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
}

export interface VirtualMachineMigrationGrants {
  stage: string;
  round: number;
}

export interface VirtualMachineMigrationQueue {
  stage?: string;
  code?: string;
  reason?: string;
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
  on: 'slot' | 'source' | 'cluster' | 'pod' | 'retry';
  reason: string;
  since: string;
  deadline?: string;
  stage?: string;
  /** When the bytes last grew, and to how many of the row's units. */
  moved?: VirtualMachineMigrationWaitingMoved;
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
