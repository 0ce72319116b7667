import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';

/**
 * Requests to one API server under one identity. Objects are raw JSON: unknown fields survive. Errors are
 * `ApiError`s (see api-error.ts), except where noted.
 */
export interface Client {
  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: CallOptions): Promise<T>;
  /** Like `get`, `undefined` where there is no such object. */
  find<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: CallOptions): Promise<T | undefined>;
  /** All pages; the resourceVersion is the list's. */
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): Promise<KubeList<T>>;
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** PUT: `metadata.resourceVersion` of the object makes it conditional. */
  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: SubresourceOptions): Promise<T>;
  /** RFC 7386; a `metadata.resourceVersion` in the patch makes it conditional. */
  mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: Readonly<Record<string, unknown>>,
    options?: SubresourceOptions,
  ): Promise<T>;
  /** Resolves also when the object is gone already. */
  delete(resource: Resource, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  deleteCollection(resource: Resource, options: ListOptions): Promise<void>;
  /** A pod's log as text, the last `tailLines` lines. */
  podLog(key: ObjectKey, options: { container?: string; tailLines: number; limitBytes: number }): Promise<string>;
  /** Asks a pod through the API server; the body of its 2xx answer. It is asked once only. */
  askPod(key: ObjectKey, question: PodQuestion): Promise<string>;
}

/** What is asked of a server in a pod, over HTTP. */
export interface PodQuestion {
  readonly method: 'GET' | 'POST';
  readonly port: number;
  /** Begins with a slash. */
  readonly path: string;
  readonly limitBytes: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}
export interface ListOptions extends CallOptions {
  /** Absent = all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}
export interface WriteOptions extends CallOptions {
  readonly dryRun?: 'All';
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}
export interface SubresourceOptions extends WriteOptions {
  readonly subresource?: 'status';
}
export interface DeleteOptions extends CallOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}
export interface KubeList<T> {
  readonly resourceVersion: string;
  readonly items: T[];
}
