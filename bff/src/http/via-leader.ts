import type { Request, RequestHandler } from 'express';
import type { Endpoint } from '../api/http/endpoint.ts';
import { startDeadline } from '../platform/abort.ts';
import { readBytes } from '../platform/body.ts';
import type { Clock } from '../platform/clock.ts';
import type { WireResponse } from '../platform/wire.ts';
import type { AnsweredBy } from './answered-by.ts';
import type { Callers } from './caller.ts';
import { forwardedHeader, LeaderChangingError, type Leadership } from './leadership.ts';
import type { Peers } from './peers.ts';
import { readBody } from './request-body.ts';

export interface ViaLeaderOptions {
  readonly leadership: Leadership;
  readonly peers: Pick<Peers, 'origin' | 'send'>;
  readonly callers: Callers;
  readonly clock: Clock;
  readonly by: Exclude<AnsweredBy, 'anyone'>;
}

/** Longer than the slowest page takes, shorter than consoles wait. */
const limitMs = 15_000;
const largestAnswer = 64 * 1024 * 1024;
/** Who asks: the leader judges them by itself. */
const ofCaller = ['authorization', 'impersonate-user', 'impersonate-group'] as const;
const ofAnswer = [
  'content-type',
  'cache-control',
  'retry-after',
  'x-request-id',
  'x-reason',
  'forklift-error-message',
] as const;

/** Hands a request to the process that leads, unless that is this one. Rejects with LeaderChangingError when none answers. */
export function viaLeader(endpoint: Pick<Endpoint, 'method'>, options: ViaLeaderOptions): RequestHandler {
  const { leadership, callers, by } = options;
  return async (request, response, next) => {
    const isAlone = by === 'leader-if-any' && leadership.leaderAddress === undefined;
    if (leadership.isLeader || isAlone) {
      next();
      return;
    }
    // Handed over once: a leader that lost its lead meanwhile does not pass it on.
    if (request.get(forwardedHeader) !== undefined) throw new LeaderChangingError();
    await callers.of(request.headersDistinct);
    const body = await readBody(request, response, endpoint.method);
    const answer = await handOver(request, body, options);
    for (const [name, value] of Object.entries(answer.headers)) response.set(name, value);
    response.status(answer.status).send(answer.body);
  };
}

async function handOver(request: Request, body: unknown, { leadership, peers, clock }: ViaLeaderOptions) {
  const { leaderAddress } = leadership;
  const origin = leaderAddress === undefined ? undefined : peers.origin(leaderAddress);
  if (origin === undefined) throw new LeaderChangingError();
  const deadline = startDeadline({ clock, ms: limitMs, reason: () => new Error('The leader does not answer.') });
  const { signal } = deadline;
  try {
    const answer = await peers.send({
      method: request.method,
      url: `${origin}${request.originalUrl}`,
      headers: { ...kept(request.headersDistinct, ofCaller), ...content(body), [forwardedHeader]: '1' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
    });
    return {
      status: answer.status,
      headers: kept(answer.headers, ofAnswer) as Record<string, string>,
      body: await readBytes(answer.body, { limitBytes: largestAnswer, signal }),
    };
  } catch (error) {
    throw new LeaderChangingError(error);
  } finally {
    deadline.end();
  }
}

const content = (body: unknown): Record<string, string> =>
  body === undefined ? {} : { 'content-type': 'application/json' };

function kept(headers: WireResponse['headers'], names: readonly string[]): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
