// Generated from charts/gantry/files/crds/conversions.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { Affinity, ObjectReference, PodVolume } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** Preparation of one machine's disks for KVM, or inspection of them. */
export interface Conversion {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'Conversion';
  metadata: ObjectMeta;
  /** What is converted, from where. */
  spec: ConversionSpec;
  /** What the service found and did; written by the service only. */
  status?: ConversionStatus;
}

export interface ConversionConnection {
  /** Secret with the credentials. */
  secret: ObjectReference;
}

export interface ConversionDiskEncryption {
  /** Secret with the keys. */
  secret?: ObjectReference;
  /** LUKS (keys from the Secret) or Clevis (by network). */
  type: 'LUKS' | 'Clevis';
}

export interface ConversionDisks {
  /** Where a Block claim appears. */
  devicePath?: string;
  /** Where a Filesystem claim is mounted. */
  mountPath?: string;
  /** Name of the claim. */
  name: string;
  /** Namespace of the claim. */
  namespace?: string;
  /** Filesystem or Block. */
  volumeMode?: string;
}

export interface ConversionExtraMounts {
  mountPath: string;
  mountPropagation?: string;
  name: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  subPath?: string;
  subPathExpr?: string;
}

export interface ConversionPodSettings {
  /** Affinity of the pod. */
  affinity?: Affinity;
  /** Beginning of the name of the pod. */
  generateName?: string;
  /** Nodes that the pod may run on. */
  nodeSelector?: Record<string, string>;
  /** Ask for hardware virtualization. */
  requestKVM?: boolean;
  /** Service account of the pod. */
  serviceAccount?: string;
  /** Annotations that attach the transfer network. */
  transferNetworkAnnotations?: Record<string, string>;
}

export interface ConversionVm {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface ConversionSpec {
  /** How the source is reached. */
  connection: ConversionConnection;
  /** Provider that the result is for; the local cluster if unset. */
  destination?: ObjectReference;
  /** How encrypted disks are opened. */
  diskEncryption?: ConversionDiskEncryption;
  /** Claims that hold the disks, in order. */
  disks?: ConversionDisks[];
  /** Where the further volumes are mounted. */
  extraMounts?: ConversionExtraMounts[];
  /** Further volumes of the pod, as in a pod. */
  extraVolumes?: PodVolume[];
  /** Image of the conversion pod. */
  image?: string;
  /** Source and target are the same cluster. */
  localMigration?: boolean;
  /** How the pod is placed and run. */
  podSettings?: ConversionPodSettings;
  /** Environment of the conversion, e.g. SNAPSHOT_MOREF. */
  settings?: Record<string, string>;
  /** Namespace of the conversion pod. */
  targetNamespace?: string;
  /** DeepInspection, Inspection, InPlace or Remote. */
  type: 'DeepInspection' | 'Inspection' | 'InPlace' | 'Remote';
  /** Image that brings the VDDK library. */
  vddkImage?: string;
  /** The machine. */
  vm: ConversionVm;
  /** Conversion that can read old XFS. */
  xfsCompatibility?: boolean;
}

export interface ConversionInspectionResultConcerns {
  category: string;
  id: string;
  label: string;
  message: string;
}

export interface ConversionInspectionResultFilesystems {
  device: string;
  type: string;
  uuid?: string;
}

export interface ConversionInspectionResultMountpoints {
  device: string;
  mountPoint: string;
}

export interface ConversionInspectionResultOsInfo {
  arch?: string;
  distro?: string;
  name?: string;
  version?: string;
}

export interface ConversionInspectionResult {
  allChecksPassed?: boolean;
  concerns?: ConversionInspectionResultConcerns[];
  filesystems?: ConversionInspectionResultFilesystems[];
  mountpoints?: ConversionInspectionResultMountpoints[];
  osInfo?: ConversionInspectionResultOsInfo;
}

export interface ConversionSnapshot {
  createTaskId?: string;
  moref?: string;
  owned?: boolean;
  removeTaskId?: string;
}

export interface ConversionStatus {
  /** When it ended. */
  completionTime?: string;
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** What inspection found. */
  inspectionResult?: ConversionInspectionResult;
  /** What happens, for people. */
  message?: string;
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** Pending, Running, Succeeded, Failed or Canceled. */
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';
  /** The conversion pod. */
  pod?: ObjectReference;
  /** Snapshot that is inspected. */
  snapshot?: ConversionSnapshot;
  /** Stage within the phase. */
  stage?: 'CreatingPod' | 'PodRunning' | 'CreatingSnapshot' | 'WaitingForSnapshot' | 'RemovingSnapshot' | 'WaitingForSnapshotRemoval' | 'FetchingResults' | 'Finished';
  /** When it began. */
  startTime?: string;
}

export const conversions: Resource<Conversion> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'conversions',
  kind: 'Conversion',
  scope: 'Namespaced',
};
