import type { Dispatcher } from 'undici';
import type { Answer, Body, WatchEvent } from './body.ts';
import { Watch } from './watch.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Options {
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  /** Bearer token; the administrator's when not given, none when `null`. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How long anything asynchronous at the server may take. */
const patienceMs = 20_000;
const requestLimitMs = 30_000;

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

export interface Server {
  /** Without a trailing slash. */
  readonly url: string;
  readonly adminToken: string;
  readonly dispatcher: Dispatcher;
  /** Makes the names of this run unlike those of any other run. */
  readonly run: string;
}

/** A client that hides nothing: statuses, headers and bodies are what the server sent. */
export class Api {
  readonly #server: Server;
  #names = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  get server(): Server {
    return this.#server;
  }

  /** A name that no other case of any run uses; a valid label. */
  unique(prefix: string): string {
    this.#names += 1;
    return `${prefix}-${this.#server.run}-${this.#names}`;
  }

  async request(method: Method, path: string, options: Options = {}): Promise<Answer> {
    const response = await this.#server.dispatcher.request({
      origin: this.#server.url,
      path,
      method,
      headers: this.#headers(options),
      body: encode(options.body),
      signal: AbortSignal.timeout(requestLimitMs),
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, body: parse(text) };
  }

  get(path: string, options: Options = {}): Promise<Answer> {
    return this.request('GET', path, options);
  }

  post(path: string, body: unknown, options: Options = {}): Promise<Answer> {
    return this.request('POST', path, { ...options, body });
  }

  put(path: string, body: unknown, options: Options = {}): Promise<Answer> {
    return this.request('PUT', path, { ...options, body });
  }

  delete(path: string, options: Options = {}): Promise<Answer> {
    return this.request('DELETE', path, options);
  }

  patch(type: keyof typeof patchTypes, path: string, body: unknown, options: Options = {}): Promise<Answer> {
    const headers = { 'content-type': patchTypes[type], ...options.headers };
    return this.request('PATCH', path, { ...options, body, headers });
  }

  /** Server-side apply by a manager; `query` is more of the query. */
  apply(manager: string, path: string, body: unknown, query = ''): Promise<Answer> {
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    return this.request('PATCH', `${path}?fieldManager=${manager}${query}`, { body, headers });
  }

  /** Creates what a case starts from; anything but 201 ends the case. */
  async make(path: string, body: unknown): Promise<Body> {
    const answer = await this.post(path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** A namespace of the case's own; returns its name. */
  async namespace(labels: Readonly<Record<string, string>> = {}): Promise<string> {
    const name = this.unique('ns');
    await this.make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    return name;
  }

  /** Opens a watch. `path` carries the query; `watch=1` is added. */
  async watch(path: string, options: Options = {}): Promise<Watch> {
    const gone = new AbortController();
    const response = await this.#server.dispatcher.request({
      origin: this.#server.url,
      path: `${path}${path.includes('?') ? '&' : '?'}watch=1`,
      method: 'GET',
      headers: this.#headers(options),
      signal: gone.signal,
      bodyTimeout: 0,
    });
    return new Watch(response, gone, patienceMs);
  }

  /** The events of a watch up to the first for which `last` holds. */
  async watched(path: string, last: (event: WatchEvent) => boolean): Promise<WatchEvent[]> {
    const watch = await this.watch(path);
    try {
      return await watch.until(last);
    } finally {
      await watch.close();
    }
  }

  /** Asks again and again until `check` holds, and returns that answer. For what a server does later by itself. */
  async eventually(what: string, ask: () => Promise<Answer>, check: (answer: Answer) => boolean): Promise<Answer> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const answer = await ask();
      if (check(answer)) return answer;
      if (Date.now() > end)
        throw new Error(`Not within ${patienceMs} ms: ${what}. Last: ${answer.status} ${answer.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  gone(path: string): Promise<Answer> {
    return this.eventually(
      `${path} is gone`,
      () => this.get(path),
      (answer) => answer.status === 404,
    );
  }

  #headers(options: Options): Record<string, string> {
    const token = options.token === undefined ? this.#server.adminToken : options.token;
    return {
      accept: 'application/json',
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    };
  }
}

function encode(body: unknown): string | Uint8Array | null {
  if (body === undefined) return null;
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {} as Body;
  }
}
