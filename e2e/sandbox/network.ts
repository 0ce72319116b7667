import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Handle, WireRequest, WireResponse } from './wire.ts';

/** Where the sandbox's servers are reachable: real sockets in the demonstration, a table in unit tests. */
export interface Network {
  /** Serves `handle` at `http(s)://host:port`; port 0 picks one. The returned URL has no trailing slash. */
  listen(handle: Handle, at: ListenAt): Promise<Listener>;
  /** Requests `url` as a client inside the cluster would (pods, operators). TLS is not verified: see `fetchVerified`. */
  send: Handle;
}

export interface ListenAt {
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

function refused(url: string): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${url}`), { code: 'ECONNREFUSED' });
}

/** A network without sockets: one process, one table. */
export class InProcessNetwork implements Network {
  readonly #servers = new Map<string, Handle>();
  #nextPort = 20_000;

  listen(handle: Handle, at: ListenAt): Promise<Listener> {
    const port = at.port === 0 ? this.#nextPort++ : at.port;
    const origin = new URL(`${at.tls ? 'https' : 'http'}://${at.host}:${port}`).origin;
    if (this.#servers.has(origin))
      return Promise.reject(Object.assign(new Error(`listen EADDRINUSE ${origin}`), { code: 'EADDRINUSE' }));
    this.#servers.set(origin, handle);
    return Promise.resolve({
      url: origin,
      close: () => {
        this.#servers.delete(origin);
        return Promise.resolve();
      },
    });
  }

  send = (request: WireRequest): Promise<WireResponse> => {
    const handle = this.#servers.get(new URL(request.url).origin);
    if (handle === undefined) return Promise.reject(refused(request.url));
    if (request.signal?.aborted) return Promise.reject(request.signal.reason as Error);
    return handle(request);
  };
}

/** Real sockets; only loopback addresses are accepted. */
export class SocketNetwork implements Network {
  readonly #agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true, rejectUnauthorized: false }),
  };

  async listen(handle: Handle, at: ListenAt): Promise<Listener> {
    if (!/^127\.|^localhost$|^::1$/.test(at.host))
      throw new Error(`The sandbox listens on loopback only, not on ${at.host}.`);
    const scheme = at.tls ? 'https' : 'http';
    const serve = (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
      void answer(handle, scheme, incoming, outgoing);
    };
    const server = at.tls ? https.createServer(at.tls, serve) : http.createServer(serve);
    // Watches stay open for minutes.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 60_000;
    server.listen(at.port, at.host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      url: `${scheme}://${at.host}:${port}`,
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  send = (request: WireRequest): Promise<WireResponse> => {
    const url = new URL(request.url);
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? https : http).request(
        url,
        {
          method: request.method,
          headers: { ...contentLength(request.body), ...request.headers } as http.OutgoingHttpHeaders,
          agent: secure ? this.#agents.https : this.#agents.http,
          signal: request.signal,
        },
        (incoming) => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  };
}

/** Node sends the body of a DELETE without saying how long it is. */
function contentLength(body: WireRequest['body']): http.OutgoingHttpHeaders {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

async function answer(
  handle: Handle,
  scheme: string,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    gone.abort(new Error('The client went away.'));
  });
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    const response = await handle({
      method: incoming.method ?? 'GET',
      url: `${scheme}://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`,
      headers: incoming.headers as Record<string, string | string[]>,
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
      signal: gone.signal,
    });
    outgoing.writeHead(response.status, response.headers as http.OutgoingHttpHeaders);
    outgoing.flushHeaders();
    for await (const chunk of response.body) {
      if (gone.signal.aborted) break;
      if (!outgoing.write(chunk)) await once(outgoing, 'drain', { signal: gone.signal });
    }
    outgoing.end();
  } catch (error) {
    // Injected faults end a connection on purpose; the client sees a reset.
    outgoing.destroy(error instanceof Error ? error : undefined);
  }
}
