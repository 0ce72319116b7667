import type { KubeObject } from './object.ts';
import { objectKey } from './object.ts';

/** One committed change; `before` is absent for a creation, `after` for a removal. */
export interface Change {
  /** `group/plural`. */
  readonly collection: string;
  readonly key: string;
  readonly revision: number;
  /** Milliseconds. */
  readonly time: number;
  readonly before?: KubeObject;
  /** The object after the change; of a removal, its last state with the revision of the removal. */
  readonly object: KubeObject;
  readonly removed: boolean;
}

export type ChangeListener = (change: Change) => void;

interface Collection {
  readonly objects: Map<string, KubeObject>;
  /** Keys in order; `undefined` after an insertion or removal until the next list. */
  sorted: readonly string[] | undefined;
  readonly history: Change[];
  /** Changes up to this revision are no longer in the history. */
  compacted: number;
  readonly listeners: Set<ChangeListener>;
}

/** The store begins in the middle of a history of which nothing is known. */
const FIRST_REVISION = 100;

export interface StoreOptions {
  readonly now: () => number;
  /** Changes kept per collection for watches and consistent lists. */
  readonly historyLength?: number;
}

/**
 * All objects in memory under one revision counter. Every write is one synchronous step, so what reads, decides and
 * writes without awaiting is a transaction. Listeners see changes in the order of their revisions.
 */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #everything = new Set<ChangeListener>();
  readonly #pending: Change[] = [];
  readonly #now: () => number;
  readonly #historyLength: number;
  #revision = FIRST_REVISION;
  #dispatching = false;

  constructor(options: StoreOptions) {
    this.#now = options.now;
    this.#historyLength = options.historyLength ?? 10_000;
  }

  get revision(): number {
    return this.#revision;
  }

  get(collection: string, key: string): KubeObject | undefined {
    return this.#collections.get(collection)?.objects.get(key);
  }

  /** In key order; of all namespaces when `namespace` is absent. */
  list(collection: string, namespace?: string): KubeObject[] {
    const found = this.#collections.get(collection);
    if (found === undefined) return [];
    found.sorted ??= [...found.objects.keys()].sort();
    const prefix = namespace === undefined ? '' : `${namespace}/`;
    const result: KubeObject[] = [];
    for (const key of found.sorted) {
      const object = key.startsWith(prefix) ? found.objects.get(key) : undefined;
      if (object !== undefined) result.push(object);
    }
    return result;
  }

  count(collection: string): number {
    return this.#collections.get(collection)?.objects.size ?? 0;
  }

  /** The collection as it was at `revision`; `undefined` when that is no longer known. */
  listAt(collection: string, revision: number, namespace?: string): KubeObject[] | undefined {
    const found = this.#collections.get(collection);
    if (revision < (found?.compacted ?? FIRST_REVISION)) return undefined;
    if (found === undefined) return [];
    const undone = new Map<string, KubeObject | undefined>();
    for (let index = found.history.length - 1; index >= 0; index--) {
      const change = found.history[index];
      if (change === undefined || change.revision <= revision) break;
      undone.set(change.key, change.before);
    }
    if (undone.size === 0) return this.list(collection, namespace);
    const then = new Map<string, KubeObject>();
    for (const object of this.list(collection, namespace)) then.set(objectKey(object), object);
    for (const [key, before] of undone) {
      if (before === undefined) then.delete(key);
      else if (namespace === undefined || before.metadata.namespace === namespace) then.set(key, before);
    }
    return [...then.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Stores an accepted object under the next revision and returns it with that revision. */
  put(collection: string, object: KubeObject): KubeObject {
    const into = this.#collection(collection);
    const key = objectKey(object);
    const before = into.objects.get(key);
    const revision = ++this.#revision;
    const after = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    if (before === undefined) into.sorted = undefined;
    into.objects.set(key, after);
    this.#commit(into, { collection, key, revision, time: this.#now(), before, object: after, removed: false });
    return after;
  }

  /** Removes an object; the returned last state carries the revision of the removal. */
  remove(collection: string, key: string, last?: KubeObject): KubeObject | undefined {
    const from = this.#collection(collection);
    const before = from.objects.get(key);
    if (before === undefined) return undefined;
    const revision = ++this.#revision;
    from.objects.delete(key);
    from.sorted = undefined;
    const final = last ?? before;
    const object = { ...final, metadata: { ...final.metadata, resourceVersion: String(revision) } };
    this.#commit(from, { collection, key, revision, time: this.#now(), before, object, removed: true });
    return object;
  }

  /** Changes after `revision`; `undefined` when some of them are no longer known. */
  changesSince(collection: string, revision: number): readonly Change[] | undefined {
    const found = this.#collections.get(collection);
    if (revision < (found?.compacted ?? FIRST_REVISION)) return undefined;
    if (found === undefined) return [];
    let low = 0;
    let high = found.history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found.history[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return found.history.slice(low);
  }

  /** The oldest revision from which a watch can still start. */
  oldestRevision(collection: string): number {
    return this.#collections.get(collection)?.compacted ?? FIRST_REVISION;
  }

  subscribe(collection: string, listener: ChangeListener): () => void {
    const { listeners } = this.#collection(collection);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  subscribeAll(listener: ChangeListener): () => void {
    this.#everything.add(listener);
    return () => void this.#everything.delete(listener);
  }

  /** Forgets the history up to now, as etcd's compaction does: older watches and continue tokens are expired. */
  compact(): void {
    for (const collection of this.#collections.values()) {
      collection.history.length = 0;
      collection.compacted = this.#revision;
    }
  }

  #collection(name: string): Collection {
    const found = this.#collections.get(name);
    if (found !== undefined) return found;
    const made: Collection = {
      objects: new Map(),
      sorted: undefined,
      history: [],
      compacted: FIRST_REVISION,
      listeners: new Set(),
    };
    this.#collections.set(name, made);
    return made;
  }

  #commit(collection: Collection, change: Change): void {
    collection.history.push(change);
    if (collection.history.length > this.#historyLength * 1.25) {
      const dropped = collection.history.splice(0, collection.history.length - this.#historyLength);
      collection.compacted = dropped.at(-1)?.revision ?? collection.compacted;
    }
    this.#pending.push(change);
    if (this.#dispatching) return;
    this.#dispatching = true;
    try {
      for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
        for (const listener of [...this.#collection(next.collection).listeners]) listener(next);
        for (const listener of [...this.#everything]) listener(next);
      }
    } finally {
      this.#dispatching = false;
    }
  }
}
