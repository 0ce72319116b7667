import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { keyOf } from '../api/resource.ts';
import { isNotFound } from './api-error.ts';
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
import { listPages, parseObject } from './list-pages.ts';
import { collectionPath, objectPath, type Query } from './paths.ts';
import type { Transport } from './transport.ts';

const pod: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', scope: 'Namespaced' };

/** Raw JSON in and out; one request per call, `list` one per page. */
export class RestClient implements Client {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options: CallOptions = {}): Promise<T> {
    const path = objectPath(resource, key);
    return parseObject(resource, await this.#transport.json({ method: 'GET', path, signal: options.signal }));
  }

  async find<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    options: CallOptions = {},
  ): Promise<T | undefined> {
    try {
      return await this.get(resource, key, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<KubeList<T>> {
    const { signal, ...selectors } = options;
    return listPages(this.#transport, { resource, ...selectors }, { signal });
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const namespace = resource.scope === 'Namespaced' ? object.metadata.namespace : undefined;
    if (resource.scope === 'Namespaced' && !namespace)
      throw new Error(`${resource.kind} ${object.metadata.name} needs a namespace.`);
    const path = collectionPath(resource, namespace);
    const answer = await this.#transport.json({
      method: 'POST',
      path,
      query: writeQuery(options),
      body: object,
      signal: options.signal,
    });
    // Reviews answer without the name that objects have.
    return answer as T;
  }

  async update<T extends KubeObject>(resource: Resource<T>, object: T, options: SubresourceOptions = {}): Promise<T> {
    const path = objectPath(resource, keyOf(object), options.subresource);
    const answer = await this.#transport.json({
      method: 'PUT',
      path,
      query: writeQuery(options),
      body: object,
      signal: options.signal,
    });
    return parseObject(resource, answer);
  }

  async mergePatch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: Readonly<Record<string, unknown>>,
    options: SubresourceOptions = {},
  ): Promise<T> {
    const answer = await this.#transport.json({
      method: 'PATCH',
      path: objectPath(resource, key, options.subresource),
      query: writeQuery(options),
      body: patch,
      contentType: 'application/merge-patch+json',
      signal: options.signal,
    });
    return parseObject(resource, answer);
  }

  async delete(resource: Resource, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    try {
      await this.#transport.json({
        method: 'DELETE',
        path: objectPath(resource, key),
        body: deleteBody(options),
        signal: options.signal,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async deleteCollection(resource: Resource, options: ListOptions): Promise<void> {
    const { namespace, signal, labelSelector, fieldSelector } = options;
    const path = collectionPath(resource, namespace);
    await this.#transport.json({ method: 'DELETE', path, query: { labelSelector, fieldSelector }, signal });
  }

  askPod({ namespace, name }: ObjectKey, question: PodQuestion): Promise<string> {
    const { method, port, path, limitBytes } = question;
    const proxy = objectPath(pod, { namespace, name: `${name}:${port}` }, 'proxy');
    return this.#transport.text({ method, path: `${proxy}${path}`, once: true }, limitBytes);
  }

  podLog(key: ObjectKey, options: { container?: string; tailLines: number; limitBytes: number }): Promise<string> {
    const path = objectPath(pod, key, 'log');
    // The server counts in runes and may overshoot a little.
    return this.#transport.text({ method: 'GET', path, query: { ...options } }, options.limitBytes + 4096);
  }
}

function writeQuery(options: WriteOptions): Query {
  return { dryRun: options.dryRun, fieldValidation: options.fieldValidation };
}

function deleteBody(options: DeleteOptions): Record<string, unknown> {
  const { uid, resourceVersion } = options;
  const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions,
    propagationPolicy: options.propagation,
    gracePeriodSeconds: options.gracePeriodSeconds,
  };
}
