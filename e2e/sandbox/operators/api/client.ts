import { readText } from '../../wire.ts';
import type { Handle, WireResponse } from '../../wire.ts';
import type { Draft, Kind, Metadata, Ref, StoredObject } from './objects.ts';

/** An answer of the API server that is not a success. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
  }
}

export function isApiError(error: unknown, ...reasons: readonly string[]): error is ApiError {
  return error instanceof ApiError && (reasons.length === 0 || reasons.includes(error.reason));
}

export interface WatchEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: T;
}

export interface ApiServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string;
  readonly send: Handle;
}

/** Shape of a merge patch: null removes a member. */
export type Patch = Record<string, unknown> & { metadata?: { [Member in keyof Metadata]?: unknown } };

export class ApiClient {
  readonly #server: ApiServer;

  constructor(server: ApiServer) {
    this.#server = server;
  }

  async get<T extends StoredObject>(kind: Kind<T>, ref: Ref): Promise<T | undefined> {
    try {
      return await this.#json<T>('GET', pathOf(kind, ref));
    } catch (error) {
      if (isApiError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  list<T extends StoredObject>(kind: Kind<T>): Promise<{ items: T[]; metadata: { resourceVersion: string } }> {
    return this.#json('GET', pathOf(kind, {}));
  }

  create<T extends StoredObject>(kind: Kind<T>, draft: Draft<T>): Promise<T> {
    const body = { ...draft, apiVersion: kind.apiVersion, kind: kind.kind };
    return this.#json('POST', pathOf(kind, { namespace: draft.metadata.namespace }), body);
  }

  /** Creates unless an object of that name exists; undefined when one did. */
  async ensure<T extends StoredObject>(kind: Kind<T>, draft: Draft<T>): Promise<T | undefined> {
    try {
      return await this.create(kind, draft);
    } catch (error) {
      if (isApiError(error, 'AlreadyExists')) return undefined;
      throw error;
    }
  }

  /** Merge-patches on condition that the object has not changed since `object` was read. */
  patch<T extends StoredObject>(kind: Kind<T>, object: T, patch: Patch): Promise<T> {
    return this.#json('PATCH', pathOf(kind, object.metadata), conditional(object, patch), mergePatch);
  }

  /** Like `patch` for the status; kinds without that subresource are patched as a whole. */
  async patchStatus<T extends StoredObject>(kind: Kind<T>, object: T, status: unknown): Promise<T> {
    const body = conditional(object, { status });
    try {
      return await this.#json('PATCH', `${pathOf(kind, object.metadata)}/status`, body, mergePatch);
    } catch (error) {
      if (!isApiError(error, 'NotFound') || !(await this.get(kind, object.metadata))) throw error;
      return await this.#json('PATCH', pathOf(kind, object.metadata), body, mergePatch);
    }
  }

  /** Merge-patches the status of exactly this object, whatever else has changed in it. */
  patchStatusOf<T extends StoredObject>(kind: Kind<T>, object: T, status: object): Promise<T> {
    const body = { metadata: { uid: object.metadata.uid }, status };
    return this.#json('PATCH', `${pathOf(kind, object.metadata)}/status`, body, mergePatch);
  }

  /** Deletes exactly this object; one that is gone or was replaced is left alone. */
  async delete<T extends StoredObject>(
    kind: Kind<T>,
    object: T,
    options: { gracePeriodSeconds?: number; propagationPolicy?: 'Background' } = {},
  ): Promise<void> {
    const { name, namespace, uid } = object.metadata;
    try {
      await this.#json('DELETE', pathOf(kind, { name, namespace }), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid },
        ...options,
      });
    } catch (error) {
      if (!isApiError(error, 'NotFound', 'Conflict')) throw error;
    }
  }

  /** Posts to a subresource, such as a pod's binding. */
  postTo<T extends StoredObject>(kind: Kind<T>, ref: Ref, subresource: string, body: unknown): Promise<unknown> {
    return this.#json('POST', `${pathOf(kind, ref)}/${subresource}`, body);
  }

  /** Posts to a path outside of the API. */
  async post(path: string, body: unknown): Promise<void> {
    await readText(await this.#request('POST', path, { body: JSON.stringify(body) }));
  }

  /** Events after `resourceVersion` until the server or the signal ends the watch. */
  async *watch<T extends StoredObject>(
    kind: Kind<T>,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent<T>> {
    const query = `?watch=1&allowWatchBookmarks=true&resourceVersion=${encodeURIComponent(resourceVersion)}`;
    const response = await this.#request('GET', `${pathOf(kind, {})}${query}`, { signal });
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line) as WatchEvent<T>;
    }
  }

  async #json<T>(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<T> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.#request(method, path, { body: text, contentType });
    return JSON.parse(await readText(response)) as T;
  }

  async #request(method: string, path: string, options: RequestOptions = {}): Promise<WireResponse> {
    const { body, contentType = 'application/json', signal } = options;
    const response = await this.#server.send({
      method,
      url: this.#server.url + path,
      headers: {
        authorization: `Bearer ${this.#server.token}`,
        accept: 'application/json',
        'user-agent': 'sandbox-operators',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body,
      signal,
    });
    if (response.status < 400) return response;
    const text = await readText(response);
    const status = parseStatus(text);
    throw new ApiError(
      response.status,
      status.reason ?? 'Unknown',
      status.message ?? `HTTP ${response.status}: ${text.slice(0, 200)}`,
    );
  }
}

interface RequestOptions {
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

const mergePatch = 'application/merge-patch+json';

function conditional(object: StoredObject, patch: Patch): Patch {
  return { ...patch, metadata: { ...patch.metadata, resourceVersion: object.metadata.resourceVersion } };
}

function parseStatus(text: string): { reason?: string; message?: string } {
  try {
    return JSON.parse(text) as { reason?: string; message?: string };
  } catch {
    return {};
  }
}

/** The path of an object, or of its collection when `ref` has no name. */
export function pathOf<T extends StoredObject>(kind: Kind<T>, ref: Partial<Ref>): string {
  const root = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const scope = ref.namespace ? `/namespaces/${ref.namespace}` : '';
  const name = ref.name ? `/${ref.name}` : '';
  return `${root}${scope}/${kind.plural}${name}`;
}
