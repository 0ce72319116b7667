import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from '../api/http/shapes.ts';

/** A client that is still sending gets to the answer only while somebody goes on reading: for so long. */
const patienceMs = 5_000;

/** Statuses by what the parser of HTTP says; everything else is a bad request. */
const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is no request that Node can read, before any route, as routes answer what they refuse. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  // Told again of each piece that follows.
  if (socket.writableEnded) return;
  if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? '',
    status,
    detail: 'The request cannot be read.',
    code: 'bad-request',
    parameters: {},
    requestId: randomUUID(),
  };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${problem.title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.requestId}`,
    'connection: close',
  ];
  AbortSignal.timeout(patienceMs).addEventListener('abort', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Node keeps the response that is under way with its socket: nothing may be written into it. */
function isAnswering(socket: Duplex): boolean {
  return '_httpMessage' in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
}
