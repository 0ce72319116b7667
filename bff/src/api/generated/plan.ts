// Generated from charts/gantry/files/crds/plans.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { Affinity, ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** A set of machines to migrate, and how. */
export interface Plan {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Plan';
  metadata: ObjectMeta;
  /** What is migrated, where to and how. */
  spec: PlanSpec;
  /** What the service found and did; written by the service only. */
  status?: PlanStatus;
}

export interface PlanMaps {
  /** NetworkMap. */
  network: ObjectReference;
  /** StorageMap. */
  storage: ObjectReference;
}

export interface PlanProviders {
  /** Provider (an OpenShift cluster) that machines go to. */
  destination: ObjectReference;
  /** Provider that machines come from. */
  source: ObjectReference;
}

export interface PlanTagMapping {
  /** Carry no tags over. */
  disabled?: boolean;
  /** Names of the tags that become labels; all of them if empty. */
  labelTags?: string[];
}

export interface PlanHook {
  /** The Hook to run. */
  hook: ObjectReference;
  /** PreHook (before anything else) or PostHook (after the machine was created). */
  step: string;
}

export interface PlanVm {
  /** Delete the target when migration fails; adds to the plan. */
  deleteVmOnFailMigration?: boolean;
  /** Allow virtual machines inside the machine; overrides the plan. */
  enableNestedVirtualization?: boolean;
  /** Hooks that run around this machine. */
  hooks?: PlanHook[];
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
  /** Template for claim names; overrides the plan. */
  pvcNameTemplate?: string;
  /** Minutes from one copy of the running machine to the next (warm); overrides the plan. */
  precopyInterval?: number;
  /** Attach raw device mappings as LUNs; overrides the plan. */
  rdmAsLun?: boolean;
  /** Disk that holds the operating system, as /dev/sdX. */
  rootDisk?: string;
  /** Allow persistent reservations on LUNs; overrides the plan. */
  scsiReservation?: boolean;
  /** Name of the target machine; the source name, made valid, if empty. */
  targetName?: string;
  /** Whether the target runs after migration; overrides the plan. */
  targetPowerState?: 'on' | 'off' | 'auto';
  /** Kind of the machine, for sources that have several. */
  type?: string;
  /** Template for volume names; overrides the plan. */
  volumeNameTemplate?: string;
}

export interface PlanSpec {
  /** Clean up and freeze the plan. */
  archived?: boolean;
  /** Storage class of scratch space for conversion; needs conversionTempStorageSize. */
  conversionTempStorageClass?: string;
  /** Size of scratch space for conversion; needs conversionTempStorageClass. */
  conversionTempStorageSize?: string;
  /** Affinity of conversion pods. */
  convertorAffinity?: Affinity;
  /** Labels of conversion pods. */
  convertorLabels?: Record<string, string>;
  /** Nodes that conversion pods may run on. */
  convertorNodeSelector?: Record<string, string>;
  /** ConfigMap with scripts to run in guests. */
  customizationScripts?: ObjectReference;
  /** Remove the conversion pod after success. */
  deleteGuestConversionPod?: boolean;
  /** Delete target machine and disks when migration fails or is cancelled. */
  deleteVmOnFailMigration?: boolean;
  /** Free text. */
  description?: string;
  /** No longer used. */
  diskBus?: string;
  /** Have the source track changes of machines that it does not track yet (warm); it stays on there. */
  enableChangeTracking?: boolean;
  /** Allow virtual machines inside machines; as at the source if unset. */
  enableNestedVirtualization?: boolean;
  /** Drivers for old Windows; decided by the guest if unset. */
  installLegacyDrivers?: boolean;
  /** Maps that apply. */
  map: PlanMaps;
  /** Copy disks that several machines share. */
  migrateSharedDisks?: boolean;
  /** Template for network names. */
  networkNameTemplate?: string;
  /** Keep the CPU model of the source cluster (oVirt). */
  preserveClusterCpuModel?: boolean;
  /** Keep static addresses of the guests (vSphere, Hyper-V). */
  preserveStaticIPs?: boolean;
  /** The two ends of the migration. */
  provider: PlanProviders;
  /** Nothing begins, and no cutover, until this is taken away; what has begun goes on. */
  paused?: boolean;
  /** Whose machines are given slots first where plans want the same; normal if unset. */
  priority?: 'low' | 'normal' | 'high';
  /** Template for claim names. */
  pvcNameTemplate?: string;
  /** Add a random suffix to names from pvcNameTemplate. */
  pvcNameTemplateUseGenerateName?: boolean;
  /** Attach raw device mappings as LUNs. */
  rdmAsLun?: boolean;
  /** Minutes from one copy of a running machine to the next (warm); the service's setting if unset. */
  precopyInterval?: number;
  /** Inspect guests before copying (warm from vSphere). */
  runPreflightInspection?: boolean;
  /** Allow persistent reservations on LUNs. */
  scsiReservation?: boolean;
  /** Service account of migration pods. */
  serviceAccount?: string;
  /** What to do with a guest that does not shut down in time: guest (the machine fails and stays on) or force (power it off hard). guest if unset. */
  shutdownPolicy?: 'guest' | 'force';
  /** Copy disks as they are, without preparing guests for KVM (raw copy). */
  skipGuestConversion?: boolean;
  /** Do not pin targets to a zone (EC2). */
  skipZoneNodeSelector?: boolean;
  /** How tags of the source become labels. */
  tagMapping?: PlanTagMapping;
  /** Affinity of target machines. */
  targetAffinity?: Affinity;
  /** Labels of the target machines. */
  targetLabels?: Record<string, string>;
  /** Namespace of the target machines; created if missing. */
  targetNamespace: string;
  /** Nodes that target machines may run on. */
  targetNodeSelector?: Record<string, string>;
  /** Whether targets run after migration; auto restores what was recorded at the source. */
  targetPowerState?: 'on' | 'off' | 'auto';
  /** NetworkAttachmentDefinition that the data goes through. */
  transferNetwork?: ObjectReference;
  /** cold (machines are off), warm (copied while running, then cut over), live or conversion (disks are there already). */
  type?: 'cold' | 'warm' | 'live' | 'conversion';
  /** With raw copy: devices that guests without VirtIO drivers can use. */
  useCompatibilityMode?: boolean;
  /** Image of conversion pods for this plan. */
  virtV2vImage?: string;
  /** Machines to migrate. */
  vms: PlanVm[];
  /** Template for volume names. */
  volumeNameTemplate?: string;
  /** Older way to say type: warm. */
  warm?: boolean;
  /** Conversion that can read old XFS. */
  xfsCompatibility?: boolean;
}

export interface SnapshotRef {
  /** Generation of the spec. */
  generation: number;
  /** Name. */
  name: string;
  /** Namespace. */
  namespace: string;
  /** Identity. */
  uid: string;
}

export interface PlanMigrationHistoryMap {
  /** NetworkMap. */
  network: SnapshotRef;
  /** StorageMap. */
  storage: SnapshotRef;
}

export interface PlanMigrationHistoryProvider {
  /** Destination. */
  destination: SnapshotRef;
  /** Source. */
  source: SnapshotRef;
}

export interface RunSnapshot {
  /** How the run went. */
  conditions?: Condition[];
  /** Maps of the run. */
  map: PlanMigrationHistoryMap;
  /** Migration that made the run. */
  migration: SnapshotRef;
  /** Plan as it was. */
  plan: SnapshotRef;
  /** Providers of the run. */
  provider: PlanMigrationHistoryProvider;
}

export interface VmError {
  /** Phase in which it happened. */
  phase: string;
  /** Messages, in order. */
  reasons: string[];
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
  error?: VmError;
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
  warning?: VmError;
}

export interface PipelineStep {
  /** Further facts, e.g. the unit of progress. */
  annotations?: Record<string, string>;
  /** When it ended. */
  completed?: string;
  /** What it does, for people. */
  description?: string;
  /** Why it failed. */
  error?: VmError;
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
  warning?: VmError;
}

export interface PlanMigrationVmsWarmPrecopiesDeltas {
  /** Id of the position. */
  deltaId: string;
  /** Disk. */
  disk: string;
}

export interface Precopy {
  /** Task that made the snapshot. */
  createTaskId?: string;
  /** Position of each disk, where the next copy continues. */
  deltas?: PlanMigrationVmsWarmPrecopiesDeltas[];
  /** When it ended. */
  end?: string;
  /** Task that removed the snapshot. */
  removeTaskId?: string;
  /** Snapshot that was read. */
  snapshot?: string;
  /** When it began. */
  start?: string;
}

export interface WarmHistory {
  /** Failures since the last success. */
  consecutiveFailures: number;
  /** Copies that failed. */
  failures: number;
  /** When the next copy begins. */
  nextPrecopyAt?: string;
  /** Copies so far. */
  precopies?: Precopy[];
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
  error?: VmError;
  /** Firmware found in the guest. */
  firmware?: string;
  /** Hooks that run around this machine. */
  hooks?: PlanHook[];
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
  /** Minutes from one copy of the running machine to the next (warm); overrides the plan. */
  precopyInterval?: number;
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
  warm?: WarmHistory;
}

export interface MigrationProgress {
  /** When it ended. */
  completed?: string;
  /** Runs, oldest first; the last one is current. */
  history?: RunSnapshot[];
  /** When it began. */
  started?: string;
  /** Progress per machine. */
  vms?: VmStatus[];
}

export interface PlanStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** The runs of this plan. */
  migration?: MigrationProgress;
  /** The storage map uses a class that takes volumes over in place. */
  netAppShiftDestination?: boolean;
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
}

export const plans: Resource<Plan> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'plans',
  kind: 'Plan',
  scope: 'Namespaced',
};
