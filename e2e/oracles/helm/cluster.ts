import { Agent, request } from 'undici';
import type { Kubernetes } from '../kubernetes/start.ts';

export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly generation?: number;
  };
  readonly [member: string]: unknown;
}

/** Plain requests to the API server, by path. */
export class Cluster {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor({ url, ca, token }: Pick<Kubernetes, 'url' | 'ca' | 'token'>) {
    this.#url = url;
    this.#token = token;
    this.#agent = new Agent({ connect: { ca } });
  }

  /** undefined where there is no such object. */
  async get<T extends object = KubeObject>(path: string): Promise<T | undefined> {
    const { status, body } = await this.#call('GET', path);
    if (status === 404) return undefined;
    return checked(`GET ${path}`, status, body) as T;
  }

  async post<T extends object = KubeObject>(path: string, object: object): Promise<T> {
    const { status, body } = await this.#call('POST', path, JSON.stringify(object), 'application/json');
    return checked(`POST ${path}`, status, body) as T;
  }

  async patch<T extends object = KubeObject>(path: string, patch: object): Promise<T> {
    const { status, body } = await this.#call('PATCH', path, JSON.stringify(patch), 'application/merge-patch+json');
    return checked(`PATCH ${path}`, status, body) as T;
  }

  async delete(path: string): Promise<void> {
    const { status, body } = await this.#call('DELETE', path);
    checked(`DELETE ${path}`, status, body);
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: string, type?: string) {
    const answer = await request(`${this.#url}${path}`, {
      dispatcher: this.#agent,
      method,
      body,
      headers: { authorization: `Bearer ${this.#token}`, ...(type !== undefined && { 'content-type': type }) },
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  }
}

function checked(what: string, status: number, body: string): unknown {
  if (status >= 400) throw new Error(`${what}: ${status} ${body}`);
  return JSON.parse(body);
}
