import { problem, type Problem } from '@gantry/bff/api/http/shapes.ts';
import { HttpError } from '../console-sdk.ts';

/** A request that the service refused, or that did not reach it; always with a problem that can be shown. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(cause: Problem) {
    super(cause.detail ?? cause.title);
    this.problem = cause;
  }
}

function unanswered(title: string, status: number, code: string): Problem {
  return { type: 'about:blank', title, status, code, parameters: {}, requestId: '' };
}

/** What a failed request means to the user: the service's own problem, or what the console's proxy says instead. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  if (error instanceof HttpError) {
    const parsed = problem.safeParse(error.json);
    if (parsed.success) return parsed.data;
    const status = error.code ?? 0;
    const code = status === 401 ? 'signed-out' : status >= 502 ? 'service-unavailable' : 'request-failed';
    return unanswered(error.message, status, code);
  }
  return unanswered(error instanceof Error ? error.message : 'The request failed', 0, 'service-unavailable');
}
