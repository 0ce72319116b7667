import type { IncomingMessage, IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { forwardedHeader, type Leadership } from './leadership.ts';
import type { Peers } from './peers.ts';

export interface LiveViaLeaderOptions {
  readonly leadership: Leadership;
  readonly peers: Pick<Peers, 'origin' | 'request'>;
}

/** To its answer; nothing is limited once the connection is live. */
const handshakeMs = 10_000;
const changing = '503 Service Unavailable';
const ofHandshake = /^(connection|upgrade|sec-websocket-.+)$/;
/** Who asks for what, where no ticket says so; the leader judges it, and refuses what it does not honour. */
const ofCaller = /^(authorization|impersonate-.+|x-watch)$/;

/** Refuses an upgrade with an HTTP status line; the browser tries again by itself. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Live connections of this process whose other end is at the leader. */
export class LiveViaLeader {
  readonly #options: LiveViaLeaderOptions;
  readonly #open = new Set<Duplex>();

  constructor(options: LiveViaLeaderOptions) {
    this.#options = options;
  }

  /** Whether live connections are answered elsewhere. */
  get isElsewhere(): boolean {
    const { isLeader, leaderAddress } = this.#options.leadership;
    return !isLeader && leaderAddress !== undefined;
  }

  /** Joins the browser's socket with one to the leader, which redeems the ticket. */
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { leadership, peers } = this.#options;
    const { leaderAddress } = leadership;
    const origin = leaderAddress === undefined ? undefined : peers.origin(leaderAddress);
    if (origin === undefined || request.headers[forwardedHeader] !== undefined) {
      refuseUpgrade(socket, changing);
      return;
    }
    const headers = { ...handshake(request.headers), ...caller(request.headersDistinct), [forwardedHeader]: '1' };
    const ask = peers.request(`${origin}${request.url ?? ''}`, { headers, timeout: handshakeMs, agent: false });
    socket.on('close', () => ask.destroy());
    ask.on('timeout', () => ask.destroy(new Error('The leader does not answer.')));
    ask.on('error', () => refuseUpgrade(socket, changing));
    ask.on('response', (answer) => {
      answer.resume();
      refuseUpgrade(socket, `${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`);
    });
    ask.on('upgrade', (answer, upstream, first) => {
      upstream.setTimeout(0);
      const lines = Object.entries(handshake(answer.headers)).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.write(first);
      upstream.write(head);
      this.#join(socket, upstream);
    });
    ask.end();
  }

  /** Ends all of them. */
  close(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #join(browser: Duplex, leader: Duplex): void {
    for (const [one, other] of [
      [browser, leader],
      [leader, browser],
    ] as const) {
      this.#open.add(one);
      one.pipe(other);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        other.destroy();
      });
    }
  }
}

function handshake(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ofHandshake.test(name)));
}

/** Values as they were sent: a list is not joined. */
function caller(headers: NodeJS.Dict<string[]>): NodeJS.Dict<string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ofCaller.test(name)));
}
