import type http from 'node:http';
import https from 'node:https';
import { readBytes } from '../platform/body.ts';
import { idleConnectionMs } from '../platform/idle-connections.ts';
import { admissionPaths, type AdmissionOptions } from './admission.ts';

/** An API server sends an object as it was and as it shall be, each up to 3 MiB. */
const bodyLimitBytes = 8 * 1024 * 1024;
/** Of bodies that are held at a time; more are refused at once. */
const heldLimitBytes = 64 * 1024 * 1024;
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Serves the webhooks; not listening yet. */
export function admissionServer(
  options: AdmissionOptions,
  tls: { readonly cert: string; readonly key: string },
): https.Server {
  const paths = admissionPaths(options);
  let held = 0;
  const answer = async (request: http.IncomingMessage): Promise<Answer> => {
    if (request.method === 'GET' && request.url === '/healthz') return { status: 200, body: 'ok' };
    // The API server adds its timeout as a query.
    const admission = paths.get(request.url?.split('?')[0] ?? '');
    if (admission === undefined) return { status: 404, body: 'There is nothing at this path.' };
    if (request.method !== 'POST') return { status: 405, body: 'Send an AdmissionReview by POST.' };
    const size = Number(request.headers['content-length'] ?? bodyLimitBytes);
    if (size > bodyLimitBytes) return { status: 413, body: 'The body is too large.' };
    if (held + size > heldLimitBytes) return { status: 503, body: 'Too many reviews at a time.' };
    held += size;
    try {
      const review = await bodyOf(request);
      if (review === undefined) return { status: 400, body: 'The body is not JSON.' };
      const judged = await admission(review);
      return judged === undefined
        ? { status: 400, body: 'The body is not an AdmissionReview of admission.k8s.io/v1.' }
        : { status: 200, body: judged };
    } finally {
      held -= size;
    }
  };
  return https.createServer(
    {
      ...tls,
      minVersion: 'TLSv1.2',
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: idleConnectionMs,
    },
    (request, response) => {
      const send = ({ status, body }: Answer) => {
        const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
        // What was not read of a body must not be taken for the next request.
        response.writeHead(status, request.complete ? headers : { ...headers, connection: 'close' });
        response.end(JSON.stringify(body));
      };
      answer(request).then(send, (error: unknown) => {
        options.log.error({ error }, 'A review failed');
        send({ status: 500, body: 'The review failed.' });
      });
    },
  );
}

async function bodyOf(request: http.IncomingMessage): Promise<unknown> {
  try {
    const bytes = await readBytes(request as AsyncIterable<Uint8Array>, { limitBytes: bodyLimitBytes });
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
}
