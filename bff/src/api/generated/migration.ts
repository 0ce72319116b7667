// Generated from charts/gantry/files/crds/migrations.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** One run of a plan. */
export interface Migration {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Migration';
  metadata: ObjectMeta;
  /** Which plan runs, and how far. */
  spec: MigrationSpec;
  /** What the service found and did; written by the service only. */
  status?: MigrationStatus;
}

export interface MigrationCancel {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface VmCutover {
  /** When this machine switches over. */
  cutover: string;
  /** Id of the machine. */
  id: string;
}

export interface MigrationSpec {
  /** Machines to stop. */
  cancel?: MigrationCancel[];
  /** When warm migration switches over; waits for it if unset. */
  cutover?: string;
  /** Plan to run. */
  plan: ObjectReference;
  /** Repeat only the conversion of machines whose disks are copied. */
  resumeConversion?: boolean;
  /** Times that differ for single machines. */
  vmCutover?: VmCutover[];
}

export interface MigrationVmsError {
  /** Phase in which it happened. */
  phase: string;
  /** Messages, in order. */
  reasons: string[];
}

export interface MigrationVmsHooks {
  /** The Hook to run. */
  hook: ObjectReference;
  /** PreHook (before anything else) or PostHook (after the machine was created). */
  step: string;
}

export interface Progress {
  /** Units done. */
  completed: number;
  /** Units in all. */
  total: number;
}

export interface PipelineTask {
  /** Further facts, e.g. the unit of progress. */
  annotations?: Record<string, string>;
  /** When it ended. */
  completed?: string;
  /** What it does, for people. */
  description?: string;
  /** Why it failed. */
  error?: MigrationVmsError;
  /** What is worked on. */
  name: string;
  /** Pending, Running or Completed. */
  phase?: string;
  /** How far it is. */
  progress: Progress;
  /** Why it is where it is. */
  reason?: string;
  /** When it began. */
  started?: string;
  /** What people should look at. */
  warning?: MigrationVmsError;
}

export interface PipelineStep {
  /** Further facts, e.g. the unit of progress. */
  annotations?: Record<string, string>;
  /** When it ended. */
  completed?: string;
  /** What it does, for people. */
  description?: string;
  /** Why it failed. */
  error?: MigrationVmsError;
  /** What is worked on. */
  name: string;
  /** Pending, Running or Completed. */
  phase?: string;
  /** How far it is. */
  progress: Progress;
  /** Why it is where it is. */
  reason?: string;
  /** When it began. */
  started?: string;
  /** Parts of the step. */
  tasks?: PipelineTask[];
  /** What people should look at. */
  warning?: MigrationVmsError;
}

export interface MigrationVmsWarmPrecopiesDeltas {
  /** Id of the position. */
  deltaId: string;
  /** Disk. */
  disk: string;
}

export interface MigrationVmsWarmPrecopies {
  /** Task that made the snapshot. */
  createTaskId?: string;
  /** Position of each disk, where the next copy continues. */
  deltas?: MigrationVmsWarmPrecopiesDeltas[];
  /** When it ended. */
  end?: string;
  /** Task that removed the snapshot. */
  removeTaskId?: string;
  /** Snapshot that was read. */
  snapshot?: string;
  /** When it began. */
  start?: string;
}

export interface MigrationVmsWarm {
  /** Failures since the last success. */
  consecutiveFailures: number;
  /** Copies that failed. */
  failures: number;
  /** When the next copy begins. */
  nextPrecopyAt?: string;
  /** Copies so far. */
  precopies?: MigrationVmsWarmPrecopies[];
  /** Copies that ended well. */
  successes: number;
}

export interface VmStatus {
  /** When it ended. */
  completed?: string;
  /** State of the machine, one entry per type. */
  conditions?: Condition[];
  /** Delete the target when migration fails; adds to the plan. */
  deleteVmOnFailMigration?: boolean;
  /** Index of the disk that boots, as inspection found it. */
  detectedBootDisk?: number;
  /** Disks are copied completely; conversion can be resumed. */
  disksCopied?: boolean;
  /** Allow virtual machines inside the machine; overrides the plan. */
  enableNestedVirtualization?: boolean;
  /** Why the machine failed. */
  error?: MigrationVmsError;
  /** Firmware found in the guest. */
  firmware?: string;
  /** Hooks that run around this machine. */
  hooks?: MigrationVmsHooks[];
  /** The machine's immutable id at the provider. */
  id?: string;
  /** Instance type that sets CPU and memory of the target. */
  instanceType?: string;
  /** Secret with keys of encrypted disks, tried in order. */
  luks?: ObjectReference;
  /** Copy shared disks; overrides the plan. */
  migrateSharedDisks?: boolean;
  /** The machine's name, used when no id is given. */
  name?: string;
  /** Namespace of the machine, for sources that have namespaces. */
  namespace?: string;
  /** Unlock encrypted disks by network (Clevis); wins over luks. */
  nbdeClevis?: boolean;
  /** Template for network names; overrides the plan. */
  networkNameTemplate?: string;
  /** Name of the target where it differs from the source. */
  newName?: string;
  /** Operating system found in the guest. */
  operatingSystem?: string;
  /** Phase that the machine is in. */
  phase: string;
  /** Steps, in order. */
  pipeline: PipelineStep[];
  /** Template for claim names; overrides the plan. */
  pvcNameTemplate?: string;
  /** Attach raw device mappings as LUNs; overrides the plan. */
  rdmAsLun?: boolean;
  /** Power of the source before migration: On, Off or Unknown. */
  restorePowerState?: string;
  /** Disk that holds the operating system, as /dev/sdX. */
  rootDisk?: string;
  /** Allow persistent reservations on LUNs; overrides the plan. */
  scsiReservation?: boolean;
  /** When it began. */
  started?: string;
  /** Name of the target machine; the source name, made valid, if empty. */
  targetName?: string;
  /** Whether the target runs after migration; overrides the plan. */
  targetPowerState?: 'on' | 'off' | 'auto';
  /** Kind of the machine, for sources that have several. */
  type?: string;
  /** Template for volume names; overrides the plan. */
  volumeNameTemplate?: string;
  /** History of the copies made while the machine ran. */
  warm?: MigrationVmsWarm;
}

export interface MigrationStatus {
  /** When it ended. */
  completed?: string;
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** When it began. */
  started?: string;
  /** Progress per machine, as in the plan. */
  vms?: VmStatus[];
}

export const migrations: Resource<Migration> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'migrations',
  kind: 'Migration',
  scope: 'Namespaced',
};
