import type { Readable } from 'node:stream';
import { Agent, request as exchange } from 'undici';
import { pinnedLookup } from './pinned-lookup.ts';
import type { Send, WireRequest } from './wire.ts';

export interface HttpSendOptions {
  /** `skip` accepts any certificate: only where a user asked for it by name. Default `verify`. */
  readonly trust?: 'verify' | 'skip';
  /** PEM; replaces the system's authorities. */
  readonly ca?: string | readonly string[];
  /** PEM; a client certificate. */
  readonly cert?: string;
  readonly key?: string;
  /** IP address to connect to, whatever the names of URLs resolve to; certificates still have to match the names. */
  readonly address?: string;
  readonly connectTimeoutMs?: number;
  /** Idle connections are kept this long. */
  readonly keepAliveMs?: number;
}

export type HttpSend = Send & { close(): Promise<void> };

/**
 * Sends over a pool of kept-alive connections per origin. Redirects are not followed. A silent peer is not detected
 * here: requests carry a signal with the limit that fits them.
 */
export function httpSend(options: HttpSendOptions = {}): HttpSend {
  const agent = new Agent({
    allowH2: false,
    bodyTimeout: 0,
    headersTimeout: 0,
    keepAliveTimeout: options.keepAliveMs ?? 30_000,
    connect: {
      timeout: options.connectTimeoutMs ?? 10_000,
      rejectUnauthorized: options.trust !== 'skip',
      ca: typeof options.ca === 'string' || options.ca === undefined ? options.ca : [...options.ca],
      cert: options.cert,
      key: options.key,
      // A certificate that was trusted by itself counts, whoever signed it.
      allowPartialTrustChain: true,
      ...(options.address === undefined ? {} : { lookup: pinnedLookup(options.address) }),
    },
  });
  const send = async (request: WireRequest) => {
    try {
      const response = await exchange(request.url, {
        dispatcher: agent,
        method: request.method,
        headers: request.headers as Record<string, string | string[]>,
        body: request.body,
        signal: request.signal,
      });
      return { status: response.statusCode, headers: response.headers, body: readable(response.body, request.signal) };
    } catch (error) {
      throw asSocketError(error, request.signal);
    }
  };
  return Object.assign(send, { close: () => agent.destroy() });
}

function readable(body: Readable, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  // An abandoned body fails; nobody is left to hear it.
  body.on('error', () => undefined);
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
      return {
        async next() {
          try {
            return await chunks.next();
          } catch (error) {
            throw asSocketError(error, signal);
          }
        },
        return() {
          body.destroy();
          return Promise.resolve({ done: true as const, value: undefined });
        },
      };
    },
  };
}

const codes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_ABORTED: 'ECONNABORTED',
  UND_ERR_DESTROYED: 'ECONNABORTED',
  UND_ERR_CLOSED: 'ECONNABORTED',
};

/** The pool's own codes become those of sockets. */
function asSocketError(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return signal.reason as Error;
  if (!(error instanceof Error)) return new Error('The exchange failed.', { cause: error });
  const code = codeOf(error);
  const known = code === undefined ? undefined : codes[code];
  if (known === undefined) return error;
  const message = error.message || 'The connection broke.';
  return Object.assign(new Error(message, { cause: error }), { code: codeOf(error.cause) ?? known });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
