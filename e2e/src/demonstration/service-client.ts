import { Agent, request } from 'undici';

/** The service over HTTP as one user. Errors carry the problem's detail. */
export class ServiceClient {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor(service: { readonly url: string; readonly ca: string; readonly token: string }) {
    this.#url = service.url;
    this.#token = service.token;
    this.#agent = new Agent({ connect: { ca: service.ca } });
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#call('GET', path);
  }

  post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#call('POST', path, body);
  }

  /** Whether the service's caches are read. */
  async isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`${this.#url}/readyz`, { dispatcher: this.#agent });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const answer = await request(`${this.#url}/api/v1${path}`, {
      dispatcher: this.#agent,
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const json = (await answer.body.json()) as Answer & { readonly detail?: string };
    if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${json.detail ?? ''}`);
    return json;
  }
}
