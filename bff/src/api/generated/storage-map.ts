// Generated from charts/gantry/files/crds/storagemaps.forklift.konveyor.io.yaml by `npm run generate`; edit that.
import type { ObjectReference } from '../kinds/core.ts';
import type { Condition, ObjectMeta, Resource } from '../resource.ts';

/** Which storage class each source storage becomes. */
export interface StorageMap {
  apiVersion: 'forklift.konveyor.io/v1beta1';
  kind: 'StorageMap';
  metadata: ObjectMeta;
  /** The map and its two ends. */
  spec: StorageMapSpec;
  /** What the service found and did; written by the service only. */
  status?: StorageMapStatus;
}

export interface StorageDestination {
  /** Access mode; as the storage profile says if empty. */
  accessMode?: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany';
  /** Storage class of the volumes. */
  storageClass: string;
  /** Volume mode; as the storage profile says if empty. */
  volumeMode?: 'Filesystem' | 'Block';
}

export interface StorageMapMapOffloadPluginCsiVolumeImport {
  /** Name of the Secret with access to the array. */
  secretRef: string;
  /** Product that the array is. */
  storageVendorProduct: 'primera3par' | 'ontap';
}

export interface StorageMapMapOffloadPluginVsphereXcopyConfig {
  /** ESXi hosts that do the copying; any if empty. */
  dedicatedMigrationHosts?: string[];
  /** Name of the Secret with access to the array. */
  secretRef: string;
  /** Product that the array is. */
  storageVendorProduct: 'flashsystem' | 'vantara' | 'ontap' | 'primera3par' | 'pureFlashArray' | 'powerflex' | 'powermax' | 'powerstore' | 'infinibox';
}

export interface StorageMapMapOffloadPlugin {
  /** Take the volume over with the CSI driver. */
  csiVolumeImport?: StorageMapMapOffloadPluginCsiVolumeImport;
  /** Copy with commands of the ESXi host. */
  vsphereXcopyConfig?: StorageMapMapOffloadPluginVsphereXcopyConfig;
}

export interface StorageSource {
  /** Immutable id at the provider. */
  id?: string;
  /** Name at the provider; used when no id is given. */
  name?: string;
  /** Namespace, for sources that have namespaces. */
  namespace?: string;
  /** Kind of the object, e.g. pod for a pod network. */
  type?: string;
}

export interface StoragePair {
  /** Where its disks go. */
  destination: StorageDestination;
  /** Copy inside the storage array instead of over the network. */
  offloadPlugin?: StorageMapMapOffloadPlugin;
  /** Storage at the source. */
  source: StorageSource;
}

export interface StorageMapProvider {
  /** Provider (an OpenShift cluster) that machines go to. */
  destination: ObjectReference;
  /** Provider that machines come from. */
  source: ObjectReference;
}

export interface StorageMapSpec {
  /** Entries, one per source storage. */
  map: StoragePair[];
  /** The two ends of the migration. */
  provider: StorageMapProvider;
}

export interface StorageMapStatus {
  /** State of the object, one entry per type. */
  conditions?: Condition[];
  /** Generation of the spec that the status speaks of. */
  observedGeneration?: number;
  /** Source objects that the map entries were resolved to. */
  references?: StorageSource[];
}

export const storageMaps: Resource<StorageMap> = {
  group: 'forklift.konveyor.io',
  version: 'v1beta1',
  plural: 'storagemaps',
  kind: 'StorageMap',
  scope: 'Namespaced',
};
