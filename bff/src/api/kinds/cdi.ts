import type { KubeObject, Resource } from '../resource.ts';
import type { AccessMode, VolumeMode } from './core.ts';

export interface DataVolumeSpec {
  /** Exactly one member, e.g. `blank: {}` or `vddk: {…}`. */
  source?: Record<string, unknown>;
  storage?: {
    storageClassName?: string;
    volumeMode?: VolumeMode;
    accessModes?: AccessMode[];
    resources?: { requests?: Record<string, string> };
  };
  pvc?: Record<string, unknown>;
  contentType?: 'kubevirt' | 'archive';
  preallocation?: boolean;
  checkpoints?: { current: string; previous: string }[];
  finalCheckpoint?: boolean;
}

export type DataVolumePhase =
  | ''
  | 'Pending'
  | 'PVCBound'
  | 'PendingPopulation'
  | 'WaitForFirstConsumer'
  | 'ImportScheduled'
  | 'ImportInProgress'
  | 'Paused'
  | 'Succeeded'
  | 'Failed'
  | 'Unknown';

export interface DataVolume extends KubeObject {
  spec: DataVolumeSpec;
  status?: {
    phase?: DataVolumePhase;
    /** `12.34%` or `N/A`. */
    progress?: string;
    claimName?: string;
    restartCount?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export interface StorageProfile extends KubeObject {
  spec?: { claimPropertySets?: ClaimPropertySet[] };
  status?: { storageClass?: string; provisioner?: string; claimPropertySets?: ClaimPropertySet[] };
}

export interface ClaimPropertySet {
  accessModes?: AccessMode[];
  volumeMode?: VolumeMode;
}

export const dataVolumes: Resource<DataVolume> = {
  group: 'cdi.kubevirt.io',
  version: 'v1beta1',
  plural: 'datavolumes',
  kind: 'DataVolume',
  scope: 'Namespaced',
};
export const storageProfiles: Resource<StorageProfile> = {
  group: 'cdi.kubevirt.io',
  version: 'v1beta1',
  plural: 'storageprofiles',
  kind: 'StorageProfile',
  scope: 'Cluster',
};
