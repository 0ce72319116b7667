import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import type { ApiClient, Patch } from './client.ts';
import { isApiError } from './client.ts';
import { keyOf } from './objects.ts';
import type { Draft, Kind, Ref, StoredObject } from './objects.ts';
import { sleep } from './time.ts';

type Listener<T> = (object: T) => void;

/** The objects of one kind as last seen: listed once, then watched; relisted whenever the watch is lost. */
export class Store<T extends StoredObject> {
  readonly kind: Kind<T>;
  readonly #client: ApiClient;
  readonly #gone = new Set<string>();
  readonly #objects = new Map<string, T>();
  readonly #listeners: Listener<T>[] = [];
  #resourceVersion = '';
  #synced = false;

  constructor(kind: Kind<T>, client: ApiClient) {
    this.kind = kind;
    this.#client = client;
  }

  get(ref: Partial<Ref>): T | undefined {
    return ref.name === undefined ? undefined : this.#objects.get(keyOf({ name: ref.name, namespace: ref.namespace }));
  }

  /** Whether the objects have been listed at least once. */
  get synced(): boolean {
    return this.#synced;
  }

  all(): T[] {
    return [...this.#objects.values()];
  }

  in(namespace: string | undefined): T[] {
    return this.all().filter((object) => object.metadata.namespace === namespace);
  }

  /** Tells of every object that appears, changes or goes. */
  onChange(listener: Listener<T>): void {
    this.#listeners.push(listener);
  }

  async create(draft: Draft<T>): Promise<T> {
    return this.#learn(await this.#client.create(this.kind, draft));
  }

  /** Creates unless an object of that name exists; undefined when one did. */
  async ensure(draft: Draft<T>): Promise<T | undefined> {
    const created = await this.#client.ensure(this.kind, draft);
    return created && this.#learn(created);
  }

  async patch(object: T, patch: Patch): Promise<T> {
    return this.#learn(await this.#client.patch(this.kind, object, patch));
  }

  /** Writes the status unless it says so already. */
  async patchStatus(object: T & { status?: unknown }, status: object): Promise<T> {
    if (isDeepStrictEqual({ ...(object.status ?? {}), ...status }, object.status)) return object;
    return this.#learn(await this.#client.patchStatus(this.kind, object, status));
  }

  async annotate(object: T, annotations: Readonly<Record<string, string | null>>): Promise<T> {
    const current = object.metadata.annotations ?? {};
    const same = Object.entries(annotations).every(([key, value]) => (current[key] ?? null) === value);
    return same ? object : this.patch(object, { metadata: { annotations } });
  }

  async delete(object: T, options?: { gracePeriodSeconds?: number; propagationPolicy?: 'Background' }): Promise<void> {
    await this.#client.delete(this.kind, object, options);
  }

  /** Follows the server until the signal ends. */
  async follow(clock: Clock, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        if (this.#resourceVersion === '') await this.#relist();
        await this.#watch(signal);
        failures = 0;
      } catch (error) {
        if (isAborted(signal)) return;
        if (isApiError(error)) this.#resourceVersion = '';
        failures += 1;
        await sleep(clock, Math.min(5_000, 100 * 2 ** failures), signal).catch(() => undefined);
      }
    }
  }

  async #relist(): Promise<void> {
    const list = await this.#client.list(this.kind);
    const present = new Set(list.items.map((object) => keyOf(object.metadata)));
    for (const [key, object] of this.#objects) if (!present.has(key)) this.#remove(key, object);
    for (const object of list.items) this.#set(object);
    this.#resourceVersion = list.metadata.resourceVersion;
    this.#synced = true;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for await (const event of this.#client.watch(this.kind, this.#resourceVersion, signal)) {
      if (event.type === 'ERROR') {
        this.#resourceVersion = '';
        throw new Error('The watch has expired.');
      }
      this.#resourceVersion = event.object.metadata.resourceVersion;
      if (event.type === 'DELETED') this.#remove(keyOf(event.object.metadata), event.object);
      else if (event.type !== 'BOOKMARK') this.#learn(event.object);
    }
    if (!signal.aborted) throw new Error('The watch has ended.');
  }

  /** Answers to own writes are learnt at once, so that the next look does not see what was there before them. */
  #learn(object: T): T {
    const { uid, deletionTimestamp, finalizers } = object.metadata;
    const leaving = deletionTimestamp !== undefined && (finalizers ?? []).length === 0;
    const known = this.#objects.get(keyOf(object.metadata));
    if (!this.#gone.has(uid) && !(known && isOlder(object, known)) && !(leaving && this.kind.kind !== 'Pod')) {
      this.#set(object);
    }
    return object;
  }

  /** A write that changed nothing is no news: who writes when told would never end. */
  #set(object: T): void {
    const key = keyOf(object.metadata);
    const known = this.#objects.get(key)?.metadata;
    if (known?.uid === object.metadata.uid && known.resourceVersion === object.metadata.resourceVersion) return;
    this.#objects.set(key, object);
    for (const listener of this.#listeners) listener(object);
  }

  #remove(key: string, object: T): void {
    this.#gone.add(object.metadata.uid);
    const known = this.#objects.get(key);
    if (known && known.metadata.uid !== object.metadata.uid) return;
    this.#objects.delete(key);
    for (const listener of this.#listeners) listener(object);
  }
}

function isOlder(left: StoredObject, right: StoredObject): boolean {
  return (
    left.metadata.uid === right.metadata.uid &&
    Number(left.metadata.resourceVersion) < Number(right.metadata.resourceVersion)
  );
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
