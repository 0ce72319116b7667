/** Metadata of an object, as far as the operators look at it. */
export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
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

export interface StoredObject {
  apiVersion?: string;
  kind?: string;
  metadata: Metadata;
}

/** What a client sends: whatever the server is to complete may be missing. */
export type Draft<T extends StoredObject> = Omit<T, 'metadata' | 'status'> & {
  metadata: Partial<Metadata> & { generateName?: string };
  status?: unknown;
};

/** Where a kind lives. */
export interface Kind<T extends StoredObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Only so that the kind carries its type. */
  readonly type?: T;
}

export interface Ref {
  readonly namespace?: string;
  readonly name: string;
}

/** `namespace/name`, or the name alone where there is no namespace. */
export function keyOf(ref: Ref): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}

export function refOf(key: string): Ref {
  const [first = '', second] = key.split('/');
  return second === undefined ? { name: first } : { namespace: first, name: second };
}

export function controllerOf(object: StoredObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller);
}

export function ownedBy<T extends StoredObject>(owner: T, kind: Kind<T>): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: kind.apiVersion, kind: kind.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export function conditionOf(object: { status?: { conditions?: Condition[] } }, type: string): Condition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/** `wanted` with the transition times of `current` kept where the status did not change. */
export function mergeConditions(
  current: readonly Condition[] | undefined,
  wanted: readonly Condition[],
  now: string,
): Condition[] {
  return wanted.map((condition) => {
    const before = current?.find((other) => other.type === condition.type);
    const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
    return { ...condition, lastTransitionTime: kept ?? now };
  });
}
