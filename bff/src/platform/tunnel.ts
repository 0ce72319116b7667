import http from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';

/** Why a proxy that answered opened no tunnel. */
export class TunnelRefused extends Error {
  readonly code: string;

  constructor(status: number) {
    super(`The proxy answered ${status}.`);
    this.code = `PROXY_ANSWERED_${status}`;
  }
}

export interface TunnelOptions {
  /** URL, perhaps with credentials. */
  readonly proxy: string;
  readonly lookup?: LookupFunction;
  readonly signal?: AbortSignal;
}

/** A connection to `authority` (`host:port`) through an HTTP proxy. Throws TunnelRefused, or the socket's error. */
export function openTunnel(authority: string, { proxy, lookup, signal }: TunnelOptions): Promise<Socket> {
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || (protocol === 'https:' ? 443 : 80),
      path: authority,
      headers: { host: authority, ...(username && { 'proxy-authorization': `Basic ${credentials}` }) },
      agent: false,
      lookup,
      signal,
    });
    request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new TunnelRefused(statusCode));
    });
    request.once('response', ({ statusCode = 0 }) => {
      request.destroy();
      reject(new TunnelRefused(statusCode));
    });
    request.once('error', reject);
    request.end();
  });
}
