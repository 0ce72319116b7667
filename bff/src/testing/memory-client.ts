import type { ResourceAttributes } from '../api/kinds/access.ts';
import { pods } from '../api/kinds/core.ts';
import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type {
  Client,
  DeleteOptions,
  KubeList,
  ListOptions,
  PodQuestion,
  SubresourceOptions,
  WriteOptions,
} from '../kube/client.ts';
import { readBytes } from '../platform/body.ts';
import type { Clock } from '../platform/clock.ts';
import type { Send } from '../platform/wire.ts';
import { MemoryObjects } from './memory-objects.ts';

type Any = KubeObject & Record<string, unknown>;

/**
 * The least of an API server that the engine's rules rest on: identity, conditional writes, the status subresource,
 * finalizers, owners, dry run. For tests that restart the service hundreds of times; everything else is tested against
 * the sandbox's cluster.
 */
export class MemoryClient implements Client {
  /** Logs by pod name. */
  readonly logs = new Map<string, string>();
  /** Answers for its pods. */
  pods: Send = () => Promise.reject(new Error('No pod answers.'));
  /** Called before each write; may throw instead. */
  refuse: (
    verb: 'create' | 'patch' | 'delete',
    resource: Resource,
    object: KubeObject | ObjectKey,
    options: WriteOptions,
  ) => void = () => undefined;
  /** Called after each write that changed something, with what stands there or stood there last. */
  changed: (object: KubeObject) => void = () => undefined;
  /** What access reviews answer. */
  allows: (attributes: ResourceAttributes) => boolean = () => true;
  /** Grows with each write that changed something. */
  version = 0;
  readonly #clock: Clock;
  readonly #objects = new MemoryObjects();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T> {
    const found = await this.find(resource, key);
    if (found === undefined) throw apiError(404, 'NotFound', `${resource.plural} "${key.name}" not found`);
    return found;
  }

  find<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T | undefined> {
    const found = this.#objects.get(idOf(resource, key));
    return Promise.resolve(found as unknown as T | undefined);
  }

  list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<KubeList<T>> {
    const wanted = (options.labelSelector ?? '')
      .split(',')
      .filter(Boolean)
      .map((part) => part.split('='));
    const items = this.#objects
      .list(`${resource.group}/${resource.plural}`, wanted[0]?.join('='))
      .filter(({ metadata }) => options.namespace === undefined || metadata.namespace === options.namespace)
      .filter(({ metadata }) =>
        wanted.every(([name = '', value]) =>
          value === undefined ? name in (metadata.labels ?? {}) : metadata.labels?.[name] === value,
        ),
      );
    return Promise.resolve({ resourceVersion: String(this.version), items: items as unknown as T[] });
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    this.refuse('create', resource, object, options);
    if (resource.kind.endsWith('AccessReview')) return this.#review(object);
    const id = idOf(resource, object.metadata);
    if (this.#objects.get(id) !== undefined)
      throw apiError(409, 'AlreadyExists', `${resource.plural} "${object.metadata.name}" already exists`);
    if (options.dryRun) return object;
    const rest = { ...structuredClone(object), status: undefined } as unknown as Any;
    const metadata = {
      ...rest.metadata,
      uid: `00000000-0000-4000-8000-${String(this.version + 1).padStart(12, '0')}`,
      generation: 1,
      creationTimestamp: new Date(this.#clock.now()).toISOString().replace(/\.\d+Z/, 'Z'),
    };
    return this.#store(id, { ...rest, metadata }) as unknown as T;
  }

  update(): Promise<never> {
    return Promise.reject(new Error('The engine patches.'));
  }

  async mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: Readonly<Record<string, unknown>>,
    options: SubresourceOptions = {},
  ): Promise<T> {
    this.refuse('patch', resource, key, {});
    const id = idOf(resource, key);
    const before = this.#objects.get(id);
    if (before === undefined) throw apiError(404, 'NotFound', `${resource.plural} "${key.name}" not found`);
    const { metadata: meta = {}, ...rest } = patch as { metadata?: Record<string, unknown> };
    for (const field of ['uid', 'resourceVersion'] as const) {
      if (meta[field] !== undefined && meta[field] !== before.metadata[field])
        throw apiError(409, 'Conflict', 'the object has been modified');
    }
    const { status, ...spec } = rest as Record<string, unknown>;
    const change = options.subresource === 'status' ? { status } : { metadata: meta, ...spec };
    const merged = merge(before, change) as Any;
    if (merged === before) return before as unknown as T;
    const generation = (before.metadata.generation ?? 0) + 1;
    const after = merged.spec === before.spec ? merged : { ...merged, metadata: { ...merged.metadata, generation } };
    if (after.metadata.deletionTimestamp !== undefined && (after.metadata.finalizers ?? []).length === 0) {
      this.#remove(id, after);
      return after as unknown as T;
    }
    return this.#store(id, after) as unknown as T;
  }

  async delete(resource: Resource, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    this.refuse('delete', resource, key, {});
    const id = idOf(resource, key);
    const found = this.#objects.get(id);
    if (found === undefined) return;
    if (options.uid !== undefined && options.uid !== found.metadata.uid)
      throw apiError(409, 'Conflict', 'another object has this name');
    if ((found.metadata.finalizers ?? []).length === 0) this.#remove(id, found);
    else if (found.metadata.deletionTimestamp === undefined) {
      this.#store(id, {
        ...found,
        metadata: { ...found.metadata, deletionTimestamp: new Date(this.#clock.now()).toISOString() },
      });
    }
  }

  deleteCollection(): Promise<never> {
    return Promise.reject(new Error('The engine removes what it knows by name.'));
  }

  async askPod(key: ObjectKey, { method, port, path, limitBytes }: PodQuestion): Promise<string> {
    const { status } = await this.get(pods, key);
    const refused = () => apiError(503, 'ServiceUnavailable', 'error trying to reach service');
    const url = `http://${status?.podIP ?? ''}:${port}${path}`;
    const answer = await this.pods({ method, url, headers: {} }).catch(() => Promise.reject(refused()));
    return (await readBytes(answer.body, { limitBytes })).toString('utf8');
  }

  podLog({ name }: ObjectKey): Promise<string> {
    return Promise.resolve(this.logs.get(name) ?? '');
  }

  #review<T extends KubeObject>(review: T): T {
    const { spec } = review as T & { spec: { resourceAttributes: ResourceAttributes } };
    return { ...review, status: { allowed: this.allows(spec.resourceAttributes) } };
  }

  #store(id: string, object: Any): Any {
    this.version += 1;
    const stored = deepFreeze({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.version) },
    });
    this.#objects.set(id, stored);
    this.changed(stored);
    return stored;
  }

  /** With everything that it alone owned. */
  #remove(id: string, object: Any): void {
    this.#objects.delete(id);
    this.version += 1;
    this.changed(object);
    for (const [other, { metadata, ...rest }] of this.#objects.ownedBy(object.metadata.uid ?? '')) {
      const owners = metadata.ownerReferences ?? [];
      const left = owners.filter(({ uid }) => uid !== object.metadata.uid);
      const orphan = { ...rest, metadata: { ...metadata, ownerReferences: left } } as Any;
      if (left.length > 0) this.#store(other, orphan);
      else if ((metadata.finalizers ?? []).length === 0) this.#remove(other, orphan);
      else
        this.#store(other, {
          ...orphan,
          metadata: { ...metadata, deletionTimestamp: new Date(this.#clock.now()).toISOString() },
        });
    }
  }
}

function idOf({ group, plural, kind }: Resource, { namespace, name }: ObjectKey): string {
  if (name === '') throw new Error(`A ${kind} needs a name.`);
  return `${group}/${plural}/${namespace ?? ''}/${name}`;
}

function apiError(status: number, reason: string, message: string): ApiError {
  return new ApiError({ status, reason, message });
}

/** As in a cache: whoever changes an object in place fails. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

/** RFC 7386. Keeps what it does not change: the same value comes back when the patch changes nothing. */
function merge(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) {
    const text = JSON.stringify(patch);
    return text === JSON.stringify(target) ? target : (JSON.parse(text) as unknown);
  }
  if (!isRecord(patch)) return patch;
  const before = isRecord(target) ? target : {};
  const after = { ...before };
  let changed = before !== target;
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) {
      changed ||= name in after;
      Reflect.deleteProperty(after, name);
    } else {
      after[name] = merge(before[name], value);
      changed ||= after[name] !== before[name];
    }
  }
  return changed ? after : target;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
