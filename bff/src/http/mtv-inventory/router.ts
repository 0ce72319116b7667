import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import type { Log } from '../../platform/log.ts';
import { LeaderChangingError } from '../leadership.ts';
import { problemOf } from '../problem.ts';
import { answers } from './answers.ts';
import { jsonPieces } from './json-pieces.ts';
import { ProviderNotFoundError, type Permission } from './permission.ts';

export interface MtvRouterOptions {
  readonly permission: Permission;
  readonly log: Log;
  readonly version: string;
  /** Hands over what another process answers. */
  readonly viaLeader: RequestHandler;
}

/** MTV's inventory REST; errors have a status and headers, and no body. */
export function mtvRouter({ permission, log, version, viaLeader }: MtvRouterOptions): Router {
  const router = express.Router();
  router.get('/schema', (_request, response) => {
    response.json({ version, release: 0, paths: ['/schema', ...Object.keys(answers)] });
  });
  for (const [path, answer] of Object.entries(answers)) {
    router.get(path, viaLeader, async (request, response) => {
      const gone = new AbortController();
      response.on('close', () => {
        gone.abort(new Error('The client went away.'));
      });
      const { headersDistinct: headers, params } = request;
      const at = params as Readonly<Record<string, string>>;
      const body = await answer(permission, { headers, at, query: queryOf(request), signal: gone.signal });
      response.set('cache-control', 'no-store').type('json');
      // Clients that go away in the middle are nobody's failure.
      await pipeline(Readable.from(jsonPieces(body)), response).catch(() => response.destroy());
    });
    router.all(path, (_request, response) => {
      response.status(405).set('allow', 'GET').end();
    });
  }
  router.use(refuse(log));
  return router;
}

function queryOf({ originalUrl }: Request): URLSearchParams {
  return URL.parse(originalUrl, 'http://service')?.searchParams ?? new URLSearchParams();
}

/** Why a request was refused, as MTV's clients look for it. */
export function refusal(error: unknown): { readonly status: number; readonly headers: Record<string, string> } {
  const { status, detail } = problemOf(error, '');
  // A header holds visible ASCII only.
  const message = (detail ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, 1000);
  return {
    status,
    headers: {
      'forklift-error-message': message,
      ...(error instanceof ProviderNotFoundError && { 'x-reason': 'ProviderNotFound' }),
      ...(error instanceof LeaderChangingError && { 'retry-after': String(error.retryAfterSeconds) }),
    },
  };
}

function refuse(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { status, headers } = refusal(error);
    const facts = { requestId: String(response.locals.requestId), method: request.method, path: request.path, status };
    if (status >= 500) log.error({ ...facts, error }, 'Request failed');
    else log.info(facts, 'Request refused');
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(status).set(headers).set('cache-control', 'no-store').end();
  };
}
