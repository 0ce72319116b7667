import { orAborted, startDeadline } from '../platform/abort.ts';
import { abortable, readText } from '../platform/body.ts';
import { sleep, type Clock } from '../platform/clock.ts';
import { Gate } from '../platform/gate.ts';
import type { Send, WireResponse } from '../platform/wire.ts';
import { ApiError, parseStatus } from './api-error.ts';
import type { Credentials } from './credentials.ts';
import { parseJson } from './json.ts';
import { queryString, type Query } from './paths.ts';
import { retryPause } from './retry.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Default one of its own. */
  readonly budget?: AnswerBudget;
  /** The time limit ends with the headers; the signal should be the stream's own. */
  readonly streaming?: true;
  /** Whoever asks comes back by themselves. */
  readonly once?: true;
}

/** What answers that make up one whole may have together. */
export interface AnswerBudget {
  leftBytes: number;
}

export interface TransportOptions {
  /** Base URL of the API server, without a trailing slash. */
  readonly url: string;
  readonly send: Send;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly credentials: Credentials;
  /** For everything but watches; to the headers of a watch. Default 30 s. */
  readonly timeoutMs?: number;
  /** Of an answer, and of all pages of a list together: for servers that are not trusted to come to an end. */
  readonly limitBytes?: number;
  /** Called once per exchange; status 0 when no answer arrived. */
  readonly observe?: (method: string, status: number) => void;
}

const largestAnswer = 256 * 1024 * 1024;
const largestError = 1024 * 1024;
/** Nor do empty pages go on for ever. */
const leastCost = 64 * 1024;
const atOnce = 32;

/** Requests to one API server: who asks, how long, how often. Rejects with `ApiError`, or the caller's abort reason. */
export class Transport {
  readonly url: string;
  readonly #options: TransportOptions;
  readonly #gate: Gate;

  constructor(options: TransportOptions, gate = new Gate(atOnce)) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
    this.#gate = gate;
  }

  /** The same server under another identity. */
  as(credentials: Credentials): Transport {
    return new Transport({ ...this.#options, credentials }, this.#gate);
  }

  /** The same server over another wire. */
  through(send: Send): Transport {
    return new Transport({ ...this.#options, send }, this.#gate);
  }

  newBudget(): AnswerBudget {
    return { leftBytes: this.#options.limitBytes ?? Infinity };
  }

  json(request: ApiRequest): Promise<unknown> {
    const { budget = this.newBudget() } = request;
    return this.#gate.run(() =>
      this.#repeat(request, async (response, signal) => {
        const limitBytes = Math.min(largestAnswer, Math.max(0, budget.leftBytes));
        const text = await readText(response.body, { limitBytes, signal });
        budget.leftBytes -= Math.max(leastCost, Buffer.byteLength(text));
        return text === '' ? undefined : parseJson(text);
      }),
    );
  }

  text(request: ApiRequest, limitBytes: number): Promise<string> {
    return this.#gate.run(() =>
      this.#repeat(request, (response, signal) => readText(response.body, { limitBytes, signal })),
    );
  }

  /** A body without an end in sight, once its headers are here. */
  stream(request: Omit<ApiRequest, 'streaming'>): Promise<AsyncIterable<Uint8Array>> {
    return this.#repeat({ ...request, streaming: true }, (response) =>
      Promise.resolve(abortable(response.body, request.signal)),
    );
  }

  async #repeat<R>(request: ApiRequest, read: (response: WireResponse, signal: AbortSignal) => Promise<R>): Promise<R> {
    const { clock, random, credentials } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#attempt(request, read);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 401 && attempt === 0 && credentials.refused()) continue;
        if (request.once) throw error;
        const pause = retryPause({ error, method: request.method, attempt, random });
        if (pause === undefined) throw error;
        await sleep(clock, pause, request.signal);
      }
    }
  }

  async #attempt<R>(
    request: ApiRequest,
    read: (response: WireResponse, signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    const { clock, send, observe, timeoutMs = 30_000 } = this.#options;
    request.signal?.throwIfAborted();
    const headers = { ...(await this.#options.credentials.headers()), ...contentHeaders(request) };
    const deadline = startDeadline({
      clock,
      ms: timeoutMs,
      parent: request.signal,
      reason: () => new Error(`no answer within ${timeoutMs / 1000} s`),
    });
    const { signal } = deadline;
    let status = 0;
    try {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const sent = send({
        method: request.method,
        url: `${this.url}${request.path}${queryString(request.query ?? {})}`,
        headers,
        body,
        signal,
      });
      const response = await orAborted(sent, signal);
      status = response.status;
      if (status < 200 || status > 299) throw await errorOf(response, signal);
      return await read(response, signal);
    } catch (error) {
      if (error instanceof ApiError || request.signal?.aborted) throw error;
      throw unreachable(request, error);
    } finally {
      observe?.(request.method, status);
      if (request.streaming) deadline.lift();
      else deadline.end();
    }
  }
}

function contentHeaders(request: ApiRequest): Record<string, string> {
  const accept = { accept: 'application/json' };
  return request.body === undefined ? accept : { ...accept, 'content-type': request.contentType ?? 'application/json' };
}

async function errorOf(response: WireResponse, signal: AbortSignal): Promise<ApiError> {
  const text = await readText(response.body, { limitBytes: largestError, signal });
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    // Proxies answer with pages; their status says enough.
  }
  const after = Number(response.headers['retry-after']);
  return parseStatus(body, { status: response.status, retryAfterSeconds: Number.isFinite(after) ? after : undefined });
}

function unreachable(request: ApiRequest, cause: unknown): ApiError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const what = code ?? (cause instanceof Error ? cause.message : 'unknown error');
  return new ApiError({
    status: 503,
    reason: 'Unreachable',
    message: `${request.method} ${request.path}: the API server gave no answer (${what}).`,
    cause,
  });
}
