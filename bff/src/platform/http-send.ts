import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, ProxyAgent, request as exchange, type Dispatcher } from 'undici';
import { TunnelRefused } from './tunnel.ts';
import type { Send, WireRequest } from './wire.ts';

export interface HttpSendOptions {
  /** `skip` accepts any certificate: only where a user asked for it by name. Default `verify`. */
  readonly trust?: 'verify' | 'skip';
  /** PEM; replaces the system's authorities. */
  readonly ca?: string | readonly string[];
  /** PEM; a client certificate. */
  readonly cert?: string;
  readonly key?: string;
  /** Name that the certificate must bear, where servers are reached by IP address. */
  readonly servername?: string;
  /** `any`: the certificate may bear other names than the server's, because `ca` is the very one that it must be. */
  readonly names?: 'any';
  /** Resolves the names of servers, or of the proxy; the system's resolver where absent. */
  readonly lookup?: LookupFunction;
  /** URL of an HTTP proxy through which everything is tunnelled; its credentials are in the URL. */
  readonly proxy?: string;
  readonly connectTimeoutMs?: number;
  /** Idle connections are kept this long. */
  readonly keepAliveMs?: number;
}

export type HttpSend = Send & { close(): Promise<void> };

/**
 * Sends over a pool of kept-alive connections per origin. Redirects are not followed. A peer that is there and says
 * nothing is not detected here: requests carry a signal with the limit that fits them.
 */
export function httpSend(options: HttpSendOptions = {}): HttpSend {
  const agent = options.proxy === undefined ? directAgent(options) : tunnel(options.proxy, options);
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

const pool = ({ keepAliveMs = 30_000 }: HttpSendOptions) => ({
  allowH2: false,
  bodyTimeout: 0,
  headersTimeout: 0,
  keepAliveTimeout: keepAliveMs,
});

const trusting = ({ trust, ca, cert, key, servername, names }: HttpSendOptions) => ({
  rejectUnauthorized: trust !== 'skip',
  ca: typeof ca === 'string' || ca === undefined ? ca : [...ca],
  cert,
  key,
  ...(servername === undefined ? {} : { servername }),
  ...(names === 'any' ? { checkServerIdentity: () => undefined } : {}),
  // A certificate that was trusted by itself counts, whoever signed it.
  allowPartialTrustChain: true,
});

/**
 * A connection that has been quiet for so long is probed, then once a second: a peer that is gone is noticed within
 * twenty seconds, one that came back without knowing the connection at once.
 */
const probeAfterMs = 8000;

const reaching = ({ connectTimeoutMs = 10_000, lookup }: HttpSendOptions) => ({
  timeout: connectTimeoutMs,
  keepAliveInitialDelay: probeAfterMs,
  ...(lookup === undefined ? {} : { lookup }),
});

function directAgent(options: HttpSendOptions): Dispatcher {
  return new Agent({ ...pool(options), connect: { ...reaching(options), ...trusting(options) } });
}

/** The proxy itself is trusted as any server is; what skips verification is the server behind it. */
function tunnel(uri: string, options: HttpSendOptions): Dispatcher {
  const { ca } = trusting(options);
  return new ProxyAgent({
    ...pool(options),
    uri,
    proxyTls: { ...reaching(options), ca },
    requestTls: { timeout: options.connectTimeoutMs ?? 10_000, ...trusting(options) },
  });
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
  // The pool has no code of its own for it.
  const refused = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (refused !== undefined) return new TunnelRefused(Number(refused));
  const code = codeOf(error);
  const known = code === undefined ? undefined : codes[code];
  if (known === undefined) return error;
  const message = error.message || 'The connection broke.';
  return Object.assign(new Error(message, { cause: error }), { code: codeOf(error.cause) ?? known });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
