import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../platform/clock.ts';
import type { Caller } from './caller.ts';
import { LiveConnection, type LiveConnectionOptions } from './live-connection.ts';
import { isWatchPath } from './mtv-inventory/watch-server.ts';
import type { LiveTickets } from './live-tickets.ts';
import { refuseUpgrade, type LiveViaLeader } from './live-via-leader.ts';

const path = '/api/v1/live';
const leaderLookMs = 2_000;
const messageLimitBytes = 32 * 1024;
/** Tabs of one user; a console has one connection per tab. */
const connectionsPerCaller = 100;

export interface LiveOptions extends LiveConnectionOptions {
  readonly tickets: LiveTickets;
  readonly viaLeader: LiveViaLeader;
}

function repeat(clock: Clock, everyMs: number, run: () => void): () => void {
  let cancel = (): void => undefined;
  const arm = () => {
    cancel = clock.after(everyMs, () => {
      arm();
      run();
    });
  };
  arm();
  return () => cancel();
}

/** Serves live connections on `server`; the returned function ends them all. */
export function serveLive(server: Server, options: LiveOptions): () => void {
  const { viaLeader } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes });
  const open = new Map<string, number>();
  const count = (caller: Caller, change: number) => {
    const left = (open.get(caller.key) ?? 0) + change;
    if (left > 0) open.set(caller.key, left);
    else open.delete(caller.key);
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = URL.parse(request.url ?? '', 'http://service');
    if (url !== null && isWatchPath(url.pathname)) return;
    socket.on('error', () => socket.destroy());
    if (url?.pathname !== path) {
      refuseUpgrade(socket, '404 Not Found');
      return;
    }
    if (viaLeader.isElsewhere) {
      viaLeader.connect(request, socket, head);
      return;
    }
    const caller = options.tickets.redeem(url.searchParams.get('ticket') ?? '');
    if (caller === undefined) {
      refuseUpgrade(socket, '401 Unauthorized');
      return;
    }
    if ((open.get(caller.key) ?? 0) >= connectionsPerCaller) {
      refuseUpgrade(socket, '429 Too Many Requests');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      count(caller, 1);
      const stopLooking = repeat(options.clock, leaderLookMs, () => {
        // It was served here while nobody led; the leader knows more.
        if (viaLeader.isElsewhere) accepted.close(1012, 'another process leads');
      });
      accepted.on('close', () => {
        stopLooking();
        count(caller, -1);
      });
      new LiveConnection(accepted, caller, options);
    });
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    viaLeader.close();
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}
