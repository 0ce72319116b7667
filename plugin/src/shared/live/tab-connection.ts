import { openLive } from '@gantry/bff/api/http/live.ts';
import { call, servicePath } from '../api/call.ts';
import { LiveConnection, type Socket } from './live-connection.ts';

function openSocket(ticket: string): Socket {
  const url = new URL(`${servicePath}/live`, window.location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.searchParams.set('ticket', ticket);
  return new WebSocket(url) as Socket;
}

/** The tab's one connection; every page and drawer shares it. */
export const tabConnection = new LiveConnection({
  ticket: async () => (await call(openLive, { params: {}, query: {}, body: {} })).ticket,
  open: openSocket,
  now: () => Date.now(),
});
