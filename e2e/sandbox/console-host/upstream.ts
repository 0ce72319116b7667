import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** A server behind the console: the API server or the plugin's service. */
export interface Upstream {
  readonly url: URL;
  /** PEM of the authority that signed its certificate. */
  readonly ca?: string;
}

const droppedFromRequests = ['authorization', 'cookie', 'x-csrftoken', 'origin', 'host', 'connection', 'referer'];
const droppedFromResponses = ['connection', 'server', 'keep-alive', 'transfer-encoding'];

function agentFor(upstream: Upstream): http.Agent {
  return upstream.url.protocol === 'https:'
    ? new https.Agent({ keepAlive: true, ca: upstream.ca })
    : new http.Agent({ keepAlive: true });
}

/** Relays requests to one upstream with the signed-in user's token, under the rules of the console's proxy. */
export class Relay {
  readonly #upstream: Upstream;
  readonly #agent: http.Agent;
  /** Headers added to every answer. */
  readonly #added: Readonly<Record<string, string>>;

  constructor(upstream: Upstream, added: Readonly<Record<string, string>> = {}) {
    this.#upstream = upstream;
    this.#agent = agentFor(upstream);
    this.#added = added;
  }

  request(path: string, token: string, incoming: http.IncomingMessage, outgoing: http.ServerResponse): void {
    const upstream = this.#open(path, token, incoming, {});
    upstream.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...this.#kept(answer.headers), ...this.#added });
      answer.pipe(outgoing);
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      // As Go's transport does: a kept connection that was closed just then says nothing of the upstream.
      else if (upstream.reusedSocket && incoming.method === 'GET') this.request(path, token, incoming, outgoing);
      else outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(`Bad gateway: ${error.code ?? 'no answer'}`);
    });
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  }

  /** A WebSocket: relayed as it is, with the bearer added and only the last offered subprotocol kept. */
  upgrade(path: string, token: string, incoming: http.IncomingMessage, socket: Duplex): void {
    const protocols = (incoming.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((protocol) => protocol.trim())
      .filter((protocol) => protocol !== '');
    const last = protocols.at(-1);
    const upstream = this.#open(path, token, incoming, {
      connection: 'Upgrade',
      upgrade: 'websocket',
      ...(last === undefined ? {} : { 'sec-websocket-protocol': last }),
    });
    upstream.on('upgrade', (answer, upstreamSocket, head) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (head.length > 0) socket.write(head);
      upstreamSocket.pipe(socket).pipe(upstreamSocket);
      upstreamSocket.on('error', () => socket.destroy());
      socket.on('error', () => upstreamSocket.destroy());
    });
    upstream.on('response', (answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nconnection: close\r\n\r\n`);
      answer.resume();
    });
    upstream.on('error', () => socket.destroy());
    upstream.end();
  }

  #open(
    path: string,
    token: string,
    incoming: http.IncomingMessage,
    extra: http.OutgoingHttpHeaders,
  ): http.ClientRequest {
    const headers: http.OutgoingHttpHeaders = { ...incoming.headers };
    for (const name of droppedFromRequests) Reflect.deleteProperty(headers, name);
    const { url } = this.#upstream;
    return (url.protocol === 'https:' ? https : http).request({
      host: url.hostname,
      port: url.port,
      path: url.pathname.replace(/\/$/, '') + path,
      method: incoming.method,
      agent: this.#agent,
      headers: {
        ...headers,
        ...extra,
        host: url.host,
        authorization: `Bearer ${token}`,
        'x-forwarded-for': incoming.socket.remoteAddress ?? '',
      },
    });
  }

  #kept(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
    return Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) => !droppedFromResponses.includes(name) && !name.startsWith('access-control-'),
      ),
    );
  }
}
