import type { KubeObject, Resource } from '../api/resource.ts';
import type { Send, WireRequest, WireResponse } from '../platform/wire.ts';
import { PushBody } from './push-body.ts';

export interface Thing extends KubeObject {
  spec?: { value?: number };
}

export const things: Resource<Thing> = {
  group: 'test.dev',
  version: 'v1',
  plural: 'things',
  kind: 'Thing',
  scope: 'Namespaced',
};

export interface SeenRequest {
  readonly kind: 'list' | 'watch';
  readonly query: URLSearchParams;
  readonly body: PushBody | undefined;
}

/** Answers the next request of a kind instead of the server; may throw, as a broken connection does. */
export type Answer = (request: WireRequest) => WireResponse | Promise<WireResponse>;

export function reset(message = 'read ECONNRESET'): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

export function answer(status: number, value: unknown, headers: Record<string, string> = {}): WireResponse {
  const body = new PushBody();
  body.write(JSON.stringify(value));
  body.end();
  return { status, headers, body };
}

export function failure(status: number, reason: string): Record<string, unknown> {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: status,
    reason,
    message: `${reason}, as scripted.`,
  };
}

/** List and watch of one kind in memory, and every way in which a server or the way to it can misbehave. */
export class ScriptedApi {
  readonly requests: SeenRequest[] = [];
  /** Nobody listens at the address. */
  down = false;
  readonly #objects = new Map<string, Thing>();
  readonly #answers: Record<'list' | 'watch', Answer[]> = { list: [], watch: [] };
  #history: { readonly version: number; readonly line: string }[] = [];
  #version = 100;
  #oldest = 0;

  readonly send: Send = async (request) => {
    if (this.down) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const query = new URL(request.url).searchParams;
    const kind = query.has('watch') ? 'watch' : 'list';
    const scripted = this.#answers[kind].shift();
    if (scripted !== undefined) {
      this.requests.push({ kind, query, body: undefined });
      return scripted(request);
    }
    if (kind === 'watch') return this.#watch(request, query);
    this.requests.push({ kind, query, body: undefined });
    return this.#list(query);
  };

  count(kind: 'list' | 'watch'): number {
    return this.requests.filter((request) => request.kind === kind).length;
  }

  /** The watch that was opened last. */
  get watch(): PushBody {
    const body = this.requests.findLast((request) => request.body !== undefined)?.body;
    if (body === undefined) throw new Error('No watch has been opened.');
    return body;
  }

  next(kind: 'list' | 'watch', ...answers: Answer[]): void {
    this.#answers[kind].push(...answers);
  }

  /** Creates or updates; a `uid` of its own makes it another object of that name. */
  put(name: string, value: number, uid = `uid-${name}`): Thing {
    const before = this.#objects.get(name);
    const type = before === undefined ? 'ADDED' : 'MODIFIED';
    const metadata = { name, namespace: 'ns', uid, resourceVersion: String((this.#version += 1)) };
    const thing = { apiVersion: 'test.dev/v1', kind: 'Thing', metadata, spec: { value } };
    this.#objects.set(name, thing);
    this.#tell(type, thing);
    return thing;
  }

  remove(name: string): void {
    const thing = this.#objects.get(name);
    if (thing === undefined) throw new Error(`There is no ${name}.`);
    this.#objects.delete(name);
    this.#tell('DELETED', { ...thing, metadata: { ...thing.metadata, resourceVersion: String((this.#version += 1)) } });
  }

  /** Changes from before now can no longer be watched. */
  compact(): void {
    this.#oldest = this.#version;
    this.#history = [];
  }

  /** As from a backup taken long ago. */
  rewindTo(version: number): void {
    this.#version = version;
    this.#history = [];
  }

  bookmark(): void {
    this.#version += 10;
    const text = line('BOOKMARK', { kind: 'Thing', metadata: { resourceVersion: String(this.#version) } });
    for (const { body, query } of this.requests) if (query.get('allowWatchBookmarks') === 'true') body?.write(text);
  }

  #list(query: URLSearchParams): WireResponse {
    const all = [...this.#objects.values()];
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? all.length);
    const rest = from + limit < all.length ? { continue: String(from + limit) } : {};
    // Members of a list carry no kind, as on servers for built-in types.
    const items = all.slice(from, from + limit).map(({ metadata, spec }) => ({ metadata, spec }));
    return answer(200, { kind: 'ThingList', metadata: { resourceVersion: String(this.#version), ...rest }, items });
  }

  #watch(request: WireRequest, query: URLSearchParams): WireResponse {
    const from = Number(query.get('resourceVersion'));
    const body = new PushBody();
    this.requests.push({ kind: 'watch', query, body });
    if (from < this.#oldest) return answer(410, failure(410, 'Expired'));
    for (const { version, line } of this.#history) if (version > from) body.write(line);
    request.signal?.addEventListener('abort', () => {
      body.end(reset('aborted'));
    });
    return { status: 200, headers: {}, body };
  }

  #tell(type: string, thing: Thing): void {
    const text = line(type, thing);
    this.#history.push({ version: this.#version, line: text });
    this.#write(text);
  }

  #write(text: string): void {
    for (const { body } of this.requests) if (body !== undefined && !body.ended) body.write(text);
  }
}

export function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}
