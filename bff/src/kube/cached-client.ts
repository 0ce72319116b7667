import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import type { Clock } from '../platform/clock.ts';
import type {
  CallOptions,
  Client,
  DeleteOptions,
  KubeList,
  ListOptions,
  PodQuestion,
  SubresourceOptions,
  WriteOptions,
} from './client.ts';
import type { Informer } from './informer.ts';
import { compareVersions } from './resource-version.ts';

export interface CachedKind<T extends KubeObject = KubeObject> {
  readonly resource: Resource<T>;
  /** Of all objects of the kind. */
  readonly informer: Informer<T>;
  /** Labels by whose values lists are asked for. */
  readonly labels?: readonly string[];
}

/**
 * After a write that failed, or whose answer was lost, by then the cache shows what became of it; after the
 * beginning, what somebody wrote who had the same task before.
 */
const doubtMs = 30_000;

interface Cached {
  readonly kind: CachedKind;
  /** Newest version that was written by this client. */
  written: string;
  /** Until when the cache is not asked. */
  doubtedUntil: number;
}

/**
 * Answers from caches what is in them, once they show everything that was written through it; else it asks the server. So
 * who reads through it always sees their own writes. What others wrote a moment ago it may not see yet: it must be an
 * event of these caches that makes its user look again. Objects are frozen; nothing of these kinds may be deleted
 * through it.
 */
export class CachedClient implements Client {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #cached: ReadonlyMap<string, Cached>;

  constructor(client: Client, clock: Clock, kinds: readonly CachedKind[]) {
    this.#client = client;
    this.#clock = clock;
    const doubtedUntil = clock.now() + doubtMs;
    this.#cached = new Map(kinds.map((kind) => [nameOf(kind.resource), { kind, written: '', doubtedUntil }]));
    for (const { informer, labels = [] } of kinds) {
      for (const label of labels) informer.addIndex(indexOf(label), valueOf(label));
    }
  }

  async get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: CallOptions): Promise<T> {
    return (this.#current(resource)?.get(key) as T | undefined) ?? this.#client.get(resource, key, options);
  }

  /** One that is missing may only not have come yet. */
  async find<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    options?: CallOptions,
  ): Promise<T | undefined> {
    return (this.#current(resource)?.get(key) as T | undefined) ?? this.#client.find(resource, key, options);
  }

  async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<KubeList<T>> {
    const informer = this.#current(resource);
    const items = informer && itemsOf(informer, this.#cached.get(nameOf(resource))?.kind.labels ?? [], options);
    if (informer === undefined || items === undefined) return this.#client.list(resource, options);
    return { resourceVersion: informer.resourceVersion, items: items as T[] };
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T> {
    return this.#noted(resource, this.#client.create(resource, object, options));
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: SubresourceOptions): Promise<T> {
    return this.#noted(resource, this.#client.update(resource, object, options));
  }

  mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: Readonly<Record<string, unknown>>,
    options?: SubresourceOptions,
  ): Promise<T> {
    return this.#noted(resource, this.#client.mergePatch(resource, key, patch, options));
  }

  delete(resource: Resource, key: ObjectKey, options?: DeleteOptions): Promise<void> {
    return this.#client.delete(resource, key, options);
  }

  deleteCollection(resource: Resource, options: ListOptions): Promise<void> {
    return this.#client.deleteCollection(resource, options);
  }

  podLog(key: ObjectKey, options: Parameters<Client['podLog']>[1]): Promise<string> {
    return this.#client.podLog(key, options);
  }

  askPod(key: ObjectKey, question: PodQuestion): Promise<string> {
    return this.#client.askPod(key, question);
  }

  /** undefined while the cache does not show what was written. */
  #current(resource: Resource): Informer<KubeObject> | undefined {
    const cached = this.#cached.get(nameOf(resource));
    if (cached === undefined || !cached.kind.informer.hasSynced || this.#clock.now() < cached.doubtedUntil)
      return undefined;
    const { written, kind } = cached;
    if (written === '') return kind.informer;
    return (compareVersions(kind.informer.resourceVersion, written) ?? -1) >= 0 ? kind.informer : undefined;
  }

  async #noted<T extends KubeObject>(resource: Resource<T>, write: Promise<T>): Promise<T> {
    const cached = this.#cached.get(nameOf(resource));
    try {
      const object = await write;
      const { resourceVersion = '' } = object.metadata;
      // Where versions cannot be compared, every read goes to the server from the first write on.
      if (cached !== undefined && (compareVersions(resourceVersion, cached.written) ?? 1) > 0)
        cached.written = resourceVersion;
      return object;
    } catch (error) {
      if (cached !== undefined) cached.doubtedUntil = this.#clock.now() + doubtMs;
      throw error;
    }
  }
}

function nameOf({ group, plural }: Resource): string {
  return `${plural}.${group}`;
}

function indexOf(label: string): string {
  return `label ${label}`;
}

type Keys = (object: KubeObject) => readonly string[];

/** An informer takes an index twice only if it is the same function. */
const values = new Map<string, Keys>();

function valueOf(label: string): Keys {
  const known = values.get(label);
  if (known !== undefined) return known;
  const keys: Keys = ({ metadata }) => {
    const value = metadata.labels?.[label];
    return value === undefined ? [] : [value];
  };
  values.set(label, keys);
  return keys;
}

/** undefined for what the cache has no answer to. */
function itemsOf(
  informer: Informer<KubeObject>,
  labels: readonly string[],
  { namespace, labelSelector, fieldSelector }: ListOptions,
): KubeObject[] | undefined {
  if (fieldSelector !== undefined) return undefined;
  if (labelSelector === undefined) return informer.list(namespace);
  const [label = '', value, ...rest] = labelSelector.split('=');
  if (value === undefined || rest.length > 0 || !labels.includes(label)) return undefined;
  const found = informer.byIndex(indexOf(label), value);
  return namespace === undefined ? found : found.filter(({ metadata }) => metadata.namespace === namespace);
}
