import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Caller } from './caller.ts';
import { LiveConnection, type LiveConnectionOptions } from './live-connection.ts';
import type { LiveTickets } from './live-tickets.ts';

const path = '/api/v1/live';
const messageLimitBytes = 32 * 1024;
/** Tabs of one user; a console has one connection per tab. */
const connectionsPerCaller = 100;

export interface LiveOptions extends LiveConnectionOptions {
  readonly tickets: LiveTickets;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Serves live connections on `server`; the returned function ends them all. */
export function serveLive(server: Server, options: LiveOptions): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes });
  const open = new Map<string, number>();
  const count = (caller: Caller, change: number) => {
    const left = (open.get(caller.key) ?? 0) + change;
    if (left > 0) open.set(caller.key, left);
    else open.delete(caller.key);
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const url = URL.parse(request.url ?? '', 'http://service');
    if (url?.pathname !== path) {
      refuse(socket, '404 Not Found');
      return;
    }
    const caller = options.tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (caller === undefined) {
      refuse(socket, '401 Unauthorized');
      return;
    }
    if ((open.get(caller.key) ?? 0) >= connectionsPerCaller) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      count(caller, 1);
      accepted.on('close', () => {
        count(caller, -1);
      });
      new LiveConnection(accepted, caller, options);
    });
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}
