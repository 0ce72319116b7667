/** The parts of a Kubernetes object that every kind shares, as they stand on the wire. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

export interface ObjectKey {
  readonly name: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
}

/** Where a kind lives in the API; `T` is the shape of its objects. */
export interface Resource<T extends KubeObject = KubeObject> {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Carries `T` for inference; never set. */
  readonly shape?: T;
}

/** A condition as `forklift.konveyor.io` kinds carry it; at most one per type. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  category?: 'Critical' | 'Error' | 'Warn' | 'Required' | 'Advisory';
  reason?: string;
  message?: string;
  suggestion?: string;
  lastTransitionTime?: string;
  durable?: boolean;
  items?: string[];
}

export function keyOf(object: KubeObject): ObjectKey {
  return object.metadata.namespace === undefined
    ? { name: object.metadata.name }
    : { name: object.metadata.name, namespace: object.metadata.namespace };
}
