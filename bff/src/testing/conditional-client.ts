import { keyOf, type KubeObject, type ObjectKey, type Resource } from '../api/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { keyText } from '../kube/store.ts';

/** Objects of any kind in a map, with versions, conflicts and merge patches, where a test needs no more than that. */
export class ConditionalClient implements Pick<Client, 'get' | 'find' | 'create' | 'update' | 'mergePatch' | 'delete'> {
  /** `POST events`, `PATCH leases` …, refused ones included. */
  readonly writes: string[] = [];
  /** Throws to refuse, waits to delay. */
  before: (method: string, resource: Resource) => Promise<void> | void = () => undefined;
  readonly #objects = new Map<string, KubeObject>();
  #version = 0;

  all<T extends KubeObject>(resource: Resource<T>): T[] {
    const found = [...this.#objects].filter(([key]) => key.startsWith(`${resource.plural} `));
    return found.map(([, object]) => object as T);
  }

  async get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T> {
    const found = await this.find(resource, key);
    if (found === undefined) throw failed(404, 'NotFound');
    return found;
  }

  async find<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T | undefined> {
    await this.before('GET', resource);
    return structuredClone(this.#objects.get(at(resource, key))) as T | undefined;
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T): Promise<T> {
    await this.#write('POST', resource);
    if (this.#objects.has(at(resource, keyOf(object)))) throw failed(409, 'AlreadyExists');
    return this.#put(resource, object);
  }

  async update<T extends KubeObject>(resource: Resource<T>, object: T): Promise<T> {
    await this.#write('PUT', resource);
    this.#require(resource, keyOf(object), object.metadata.resourceVersion);
    return this.#put(resource, object);
  }

  async mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<T> {
    await this.#write('PATCH', resource);
    const metadata = (patch.metadata ?? {}) as { resourceVersion?: string };
    const before = this.#require(resource, key, metadata.resourceVersion);
    return this.#put(resource, merged(before, patch) as T);
  }

  async delete(resource: Resource, key: ObjectKey): Promise<void> {
    await this.#write('DELETE', resource);
    this.#objects.delete(at(resource, key));
  }

  async #write(method: string, resource: Resource): Promise<void> {
    this.writes.push(`${method} ${resource.plural}`);
    await this.before(method, resource);
  }

  #require(resource: Resource, key: ObjectKey, version: string | undefined): KubeObject {
    const found = this.#objects.get(at(resource, key));
    if (found === undefined) throw failed(404, 'NotFound');
    if (version !== undefined && version !== found.metadata.resourceVersion) throw failed(409, 'Conflict');
    return found;
  }

  #put<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const stored = structuredClone(object);
    stored.metadata.resourceVersion = String((this.#version += 1));
    stored.metadata.uid ??= `uid-${this.#version}`;
    this.#objects.set(at(resource, keyOf(stored)), stored);
    return structuredClone(stored);
  }
}

function at(resource: Resource, key: ObjectKey): string {
  return `${resource.plural} ${keyText(key)}`;
}

function failed(status: number, reason: string): ApiError {
  return new ApiError({ status, reason, message: `${reason}.` });
}

function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merged(result[name], value);
  }
  return result;
}
