import type { Condition, Kind, Metadata, StoredObject } from './objects.ts';

export interface Claim extends StoredObject {
  spec: ClaimSpec;
  status?: { phase?: 'Pending' | 'Bound' | 'Lost'; capacity?: Record<string, string>; accessModes?: string[] };
}

export interface ClaimSpec {
  accessModes?: string[];
  volumeMode?: 'Block' | 'Filesystem';
  storageClassName?: string;
  volumeName?: string;
  resources?: { requests?: Record<string, string> };
  dataSource?: TypedReference;
  dataSourceRef?: TypedReference;
  selector?: unknown;
}

export interface TypedReference {
  apiGroup?: string;
  kind: string;
  name: string;
}

export interface Volume extends StoredObject {
  spec: {
    capacity: Record<string, string>;
    accessModes: string[];
    volumeMode?: 'Block' | 'Filesystem';
    storageClassName?: string;
    persistentVolumeReclaimPolicy?: 'Delete' | 'Retain';
    hostPath?: { path: string; type?: string };
    claimRef?: { apiVersion?: string; kind?: string; namespace: string; name: string; uid?: string };
    nodeAffinity?: unknown;
  };
  status?: { phase?: string; message?: string };
}

export interface StorageClass extends StoredObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: 'Delete' | 'Retain';
  volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
}

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: { name: string; key: string };
    configMapKeyRef?: { name: string; key: string };
    fieldRef?: { fieldPath: string };
  };
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  volumeMounts?: { name: string; mountPath: string }[];
  volumeDevices?: { name: string; devicePath: string }[];
  securityContext?: unknown;
  resources?: unknown;
  ports?: unknown;
}

export interface PodVolume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  secret?: { secretName: string };
  configMap?: { name: string };
  emptyDir?: unknown;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  state: ContainerState;
  lastState?: ContainerState;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    message?: string;
    startedAt: string;
    finishedAt: string;
  };
}

export interface Pod extends StoredObject {
  spec: {
    nodeName?: string;
    nodeSelector?: Record<string, string>;
    restartPolicy?: 'Always' | 'OnFailure' | 'Never';
    terminationGracePeriodSeconds?: number;
    initContainers?: Container[];
    containers: Container[];
    volumes?: PodVolume[];
    securityContext?: unknown;
    schedulingGates?: unknown[];
  };
  status?: {
    phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
    reason?: string;
    message?: string;
    podIP?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface Job extends StoredObject {
  spec: {
    completions?: number;
    parallelism?: number;
    backoffLimit?: number;
    activeDeadlineSeconds?: number;
    ttlSecondsAfterFinished?: number;
    suspend?: boolean;
    template: { metadata?: Partial<Metadata>; spec: Pod['spec'] };
  };
  status?: {
    startTime?: string;
    completionTime?: string;
    active?: number;
    ready?: number;
    succeeded?: number;
    failed?: number;
    conditions?: Condition[];
  };
}

export interface Secret extends StoredObject {
  data?: Record<string, string>;
}

export interface ConfigMap extends StoredObject {
  data?: Record<string, string>;
}

export interface Node extends StoredObject {
  spec?: Record<string, unknown>;
  status?: { conditions?: Condition[] };
}

export interface ImportSource {
  blank?: Record<string, never>;
  http?: { url: string; secretRef?: string; certConfigMap?: string };
  vddk?: VddkSource;
}

export interface VddkSource {
  url?: string;
  uuid?: string;
  backingFile?: string;
  thumbprint?: string;
  secretRef?: string;
  initImageURL?: string;
}

export interface Checkpoint {
  /** A snapshot. */
  current: string;
  /** What was copied before it: another snapshot or a change id; empty for the first. */
  previous: string;
}

export interface DataVolume extends StoredObject {
  spec: {
    source?: ImportSource & Record<string, unknown>;
    pvc?: ClaimSpec;
    storage?: ClaimSpec;
    preallocation?: boolean;
    checkpoints?: Checkpoint[];
    finalCheckpoint?: boolean;
  };
  status?: DataVolumeStatus;
}

export interface DataVolumeStatus {
  claimName?: string;
  phase?: string;
  progress?: string;
  restartCount?: number;
  conditions?: Condition[];
}

export interface ClaimPropertySet {
  accessModes?: string[];
  volumeMode?: 'Block' | 'Filesystem';
}

export interface StorageProfile extends StoredObject {
  spec: { claimPropertySets?: ClaimPropertySet[] };
  status?: { provisioner?: string; storageClass?: string; claimPropertySets?: ClaimPropertySet[] };
}

export interface CdiConfig extends StoredObject {
  spec: Record<string, unknown>;
  status?: { filesystemOverhead?: { global?: string; storageClass?: Record<string, string> } };
}

export interface VolumeImportSource extends StoredObject {
  spec: {
    source: ImportSource;
    preallocation?: boolean;
    targetClaim?: string;
    checkpoints?: Checkpoint[];
    finalCheckpoint?: boolean;
  };
}

export interface MachineVolume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  dataVolume?: { name: string };
}

export interface InstanceSpec {
  nodeSelector?: Record<string, string>;
  terminationGracePeriodSeconds?: number;
  domain?: Record<string, unknown>;
  volumes?: MachineVolume[];
  networks?: unknown[];
}

export interface VirtualMachine extends StoredObject {
  spec: {
    running?: boolean;
    runStrategy?: string;
    template: {
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      spec: InstanceSpec;
    };
    dataVolumeTemplates?: Draft[];
  };
  status?: {
    created?: boolean;
    ready?: boolean;
    printableStatus?: string;
    runStrategy?: string;
    observedGeneration?: number;
    desiredGeneration?: number;
    conditions?: Condition[];
    stateChangeRequests?: { action: string }[];
  };
}

interface Draft {
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: DataVolume['spec'];
}

export interface VirtualMachineInstance extends StoredObject {
  spec: InstanceSpec;
  status?: {
    phase?: string;
    nodeName?: string;
    reason?: string;
    interfaces?: unknown[];
    activePods?: Record<string, string>;
    conditions?: Condition[];
    runtimeUser?: number;
  };
}

function define<T extends StoredObject>(
  apiVersion: string,
  kind: string,
  plural: string,
  scope: Kind<T>['scope'],
): Kind<T> {
  return { apiVersion, kind, plural, scope };
}

export const kinds = {
  claim: define<Claim>('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'Namespaced'),
  volume: define<Volume>('v1', 'PersistentVolume', 'persistentvolumes', 'Cluster'),
  pod: define<Pod>('v1', 'Pod', 'pods', 'Namespaced'),
  job: define<Job>('batch/v1', 'Job', 'jobs', 'Namespaced'),
  secret: define<Secret>('v1', 'Secret', 'secrets', 'Namespaced'),
  configMap: define<ConfigMap>('v1', 'ConfigMap', 'configmaps', 'Namespaced'),
  node: define<Node>('v1', 'Node', 'nodes', 'Cluster'),
  storageClass: define<StorageClass>('storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'Cluster'),
  dataVolume: define<DataVolume>('cdi.kubevirt.io/v1beta1', 'DataVolume', 'datavolumes', 'Namespaced'),
  importSource: define<VolumeImportSource>(
    'cdi.kubevirt.io/v1beta1',
    'VolumeImportSource',
    'volumeimportsources',
    'Namespaced',
  ),
  storageProfile: define<StorageProfile>('cdi.kubevirt.io/v1beta1', 'StorageProfile', 'storageprofiles', 'Cluster'),
  cdiConfig: define<CdiConfig>('cdi.kubevirt.io/v1beta1', 'CDIConfig', 'cdiconfigs', 'Cluster'),
  machine: define<VirtualMachine>('kubevirt.io/v1', 'VirtualMachine', 'virtualmachines', 'Namespaced'),
  instance: define<VirtualMachineInstance>(
    'kubevirt.io/v1',
    'VirtualMachineInstance',
    'virtualmachineinstances',
    'Namespaced',
  ),
} as const;
