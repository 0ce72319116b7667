import https from 'node:https';
import type { WireRequest, WireResponse } from '../../../wire.ts';
import type { Trust } from './call.ts';

/** Sends over a socket and checks the server's certificate. */
export function verifiedSend(request: WireRequest, { ca, serverName }: Trust): Promise<WireResponse> {
  const { body = '', method, headers, signal } = request;
  return new Promise((resolve, reject) => {
    const outgoing = https.request(
      new URL(request.url),
      {
        method,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ca,
        servername: serverName,
        agent: false,
        signal,
      },
      (incoming) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming }),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
