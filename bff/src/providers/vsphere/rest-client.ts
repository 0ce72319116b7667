import { orAborted, startDeadline } from '../../platform/abort.ts';
import { readBytes } from '../../platform/body.ts';
import { KnownError, ProviderUnavailableError, UnauthenticatedError } from '../../platform/errors.ts';
import type { WireResponse } from '../../platform/wire.ts';
import type { ClientOptions } from './client.ts';
import { unreachable } from './unreachable.ts';

const LIMIT_MS = 60_000;
const LIMIT_BYTES = 64 * 1024 * 1024;
const ROOT = '/rest/com/vmware/cis/';

interface Exchange {
  readonly method: string;
  /** Below the root of the API. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Of the whole exchange; 60 s unless told. */
  readonly limitMs?: number;
}

/**
 * A session with the Automation API of a vCenter, which alone knows tags. It is not that of SOAP: it logs in by itself,
 * counted by the same guard, and again once when the session is gone. Throws KnownError.
 */
export class VsphereRestClient {
  readonly #options: ClientOptions;
  #session: string | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** The `value` of the answer. */
  async read(path: string, request: { readonly body?: unknown; readonly signal?: AbortSignal } = {}): Promise<unknown> {
    const method = request.body === undefined ? 'GET' : 'POST';
    const attempt = async () => {
      const headers = { 'vmware-api-session-id': await this.#loggedIn(request.signal) };
      return this.#exchange({ ...request, method, path, headers });
    };
    let answer = await attempt();
    if (answer.status === 401) {
      this.#session = undefined;
      answer = await attempt();
    }
    if (answer.status !== 200) throw unexpected(answer.status);
    return answer.value;
  }

  /** Ends the session at the server, if there is one. */
  async logout(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    const headers = { 'vmware-api-session-id': session };
    await this.#exchange({ method: 'DELETE', path: 'session', headers, limitMs: 5_000 }).catch(() => undefined);
  }

  async #loggedIn(signal?: AbortSignal): Promise<string> {
    if (this.#session !== undefined) return this.#session;
    const { guard, connection } = this.#options;
    if (!guard.attempt()) throw refused();
    const basic = Buffer.from(`${connection.user}:${connection.password}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const request = { method: 'POST', path: 'session', headers, ...(signal && { signal }) };
    const answer = await this.#exchange(request).catch((error: unknown) => {
      guard.unanswered();
      throw error;
    });
    if (answer.status === 401) throw refused();
    if (answer.status !== 200 || typeof answer.value !== 'string' || !/^[\x21-\x7e]{1,512}$/.test(answer.value)) {
      guard.unanswered();
      throw unexpected(answer.status);
    }
    guard.accepted();
    this.#session = answer.value;
    return answer.value;
  }

  async #exchange(exchange: Exchange): Promise<{ readonly status: number; readonly value: unknown }> {
    const { connection, send, clock } = this.#options;
    const ms = exchange.limitMs ?? LIMIT_MS;
    const reason = () =>
      new ProviderUnavailableError(`The REST API of the vCenter did not answer within ${ms / 1000} s.`, {
        code: 'ProviderTimeout',
      });
    const deadline = startDeadline({ clock, ms, reason, ...(exchange.signal && { parent: exchange.signal }) });
    const { method, path, headers, body } = exchange;
    try {
      const response = await orAborted(
        send({
          method,
          url: new URL(ROOT + path, connection.url).href,
          headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: deadline.signal,
        }),
        deadline.signal,
      );
      return { status: response.status, value: await valueOf(response, deadline.signal) };
    } catch (error) {
      throw error instanceof KnownError ? error : unreachable(error, connection.url);
    } finally {
      deadline.end();
    }
  }
}

async function valueOf(response: WireResponse, signal: AbortSignal): Promise<unknown> {
  const bytes = await readBytes(response.body, { limitBytes: LIMIT_BYTES, signal });
  if (response.status !== 200) return undefined;
  try {
    const answer: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : undefined;
  } catch {
    throw unexpected(response.status);
  }
}

function refused(): UnauthenticatedError {
  return new UnauthenticatedError('The vCenter refused the credentials for its REST API.', { code: 'InvalidLogin' });
}

function unexpected(status: number): ProviderUnavailableError {
  return new ProviderUnavailableError(`The REST API of the vCenter answered with HTTP status ${status}.`, {
    code: 'ProviderFault',
    parameters: { status: String(status) },
  });
}
