import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import helmet from 'helmet';
import type { z } from 'zod';
import type { Endpoint } from '../api/http/endpoint.ts';
import { endpoints } from '../api/http/endpoints.ts';
import { NotFoundError } from '../platform/errors.ts';
import { idleConnectionMs } from '../platform/idle-connections.ts';
import type { Log } from '../platform/log.ts';
import { answeredBy } from './answered-by.ts';
import type { Callers } from './caller.ts';
import { LeaderChangingError } from './leadership.ts';
import { mtvRouter, type MtvRouterOptions } from './mtv-inventory/router.ts';
import { pluginAssets } from './plugin-assets.ts';
import { InvalidPartError, problemOf } from './problem.ts';
import { readBody } from './request-body.ts';
import type { Route, Routes } from './route.ts';
import { viaLeader, type ViaLeaderOptions } from './via-leader.ts';
import { answerUnreadable } from './unreadable-request.ts';

const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

/** An answer that needs no caller: probes, metrics, the OpenAPI document. */
export interface OpenRoute {
  readonly path: string;
  readonly answer: () => Promise<{ readonly status: number; readonly type: string; readonly body: string }>;
}

export interface HttpOptions {
  readonly callers: Callers;
  readonly routes: Routes;
  readonly open: readonly OpenRoute[];
  /** Folder of the console plugin's files; absent = not served. */
  readonly pluginAssets?: string;
  readonly log: Log;
  readonly leader: Pick<ViaLeaderOptions, 'leadership' | 'peers' | 'clock'>;
  readonly mtv: Pick<MtvRouterOptions, 'permission' | 'version'>;
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, part: 'path' | 'query' | 'body'): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidPartError(part, result.error);
  return result.data;
}

function serve(endpoint: Endpoint, route: Route<Endpoint>, callers: Callers): RequestHandler {
  return async (request: Request, response: Response) => {
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort(new Error('The client went away.'));
    });
    // Nothing is read from strangers.
    const caller = await callers.of(request.headersDistinct);
    const body = await readBody(request, response, endpoint.method);
    const answer = await route({
      caller,
      params: parsed(endpoint.params, request.params, 'path'),
      query: parsed(endpoint.query, request.query, 'query'),
      body: parsed(endpoint.body, body, 'body'),
      signal: gone.signal,
    });
    response.set('cache-control', 'no-store').json(answer);
  };
}

const requestIds: RequestHandler = (_request, response, next) => {
  response.locals.requestId = randomUUID();
  response.set('x-request-id', String(response.locals.requestId));
  next();
};

const notFound: RequestHandler = (request) => {
  throw new NotFoundError(`There is nothing at ${request.path}.`, { code: 'no-such-path' });
};

function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const requestId = String(response.locals.requestId);
    const problem = problemOf(error, requestId);
    if (error instanceof LeaderChangingError) response.set('retry-after', String(error.retryAfterSeconds));
    const facts = { requestId, method: request.method, path: request.path, status: problem.status, code: problem.code };
    if (problem.status >= 500) log.error({ ...facts, error }, 'Request failed');
    else log.info(facts, 'Request refused');
    if (response.headersSent) {
      next(error);
      return;
    }
    response
      .status(problem.status)
      .set('cache-control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  };
}

/** The HTTP side of the service: open routes, the contract's table below `/api/v1`, MTV's inventory below `/providers`. */
export function httpApp(options: HttpOptions): Express {
  const { callers } = options;
  const app = express();
  app.set('etag', false);
  app.use(requestIds);
  app.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } }));
  for (const { path, answer } of options.open) {
    app.get(path, async (_request, response) => {
      const { status, type, body } = await answer();
      response.status(status).type(type).send(body);
    });
  }
  if (options.pluginAssets !== undefined) app.use('/plugin', pluginAssets(options.pluginAssets));
  for (const [id, endpoint] of Object.entries(endpoints) as [keyof Routes, Endpoint][]) {
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    const path = `/api/v1${endpoint.path}`;
    const by = answeredBy[id];
    if (by !== 'anyone') app[method](path, viaLeader(endpoint, { ...options.leader, callers, by }));
    app[method](path, serve(endpoint, options.routes[id] as unknown as Route<Endpoint>, callers));
  }
  const toLeader = viaLeader({ method: 'GET' }, { ...options.leader, callers, by: 'leader' });
  app.use(mtvRouter({ ...options.mtv, log: options.log, viaLeader: toLeader }));
  app.use(notFound);
  app.use(answerError(options.log));
  return app;
}

/** TLS unless the configuration says loopback without it; slow and silent clients are cut off. */
export function httpServer(
  app: Express,
  tls: { readonly cert: string; readonly key: string } | undefined,
): http.Server {
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: idleConnectionMs,
  };
  const server =
    tls === undefined
      ? http.createServer(timeouts, app)
      : https.createServer({ ...timeouts, ...tls, minVersion: 'TLSv1.2' }, app);
  return server.on('clientError', answerUnreadable);
}
