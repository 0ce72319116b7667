import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';

/** What an informer watches; two requests for the same scope share one informer. */
export interface InformerScope<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A read-only cache of one kind, kept current by list and watch. Objects are frozen: copy before changing. */
export interface Informer<T extends KubeObject> {
  get(key: ObjectKey): T | undefined;
  list(namespace?: string): T[];
  /** Objects for which the index function of that name returned `value`. */
  byIndex(index: string, value: string): T[];
  /** Any time; the same function again changes nothing, another one under the same name throws. */
  addIndex(name: string, keys: (object: T) => readonly string[]): void;
  /** Existing objects are delivered as `added` first. A handler that throws is logged and does not stop the others. */
  addHandler(handler: InformerHandler<T>): () => void;
  /** Resolves after the first complete list is in the cache. */
  synced(signal?: AbortSignal): Promise<void>;
  readonly hasSynced: boolean;
  /** Everything up to this version has been delivered; empty before the first list. */
  readonly resourceVersion: string;
}

export interface InformerHandler<T> {
  added?(object: T): void;
  /** An object recreated under its name arrives as deleted + added. */
  updated?(before: T, after: T): void;
  deleted?(last: T): void;
}
