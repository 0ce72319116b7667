import type { z } from 'zod';
import type { Problem } from '../api/http/shapes.ts';
import { KnownError } from '../platform/errors.ts';
import { redactText } from '../platform/log.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The request took too long',
  409: 'Changed meanwhile, or exists already',
  413: 'The request is too large',
  415: 'The content type is not supported',
  422: 'The cluster refused the object',
  429: 'Too many requests',
  503: 'Not available now',
};

/** Zod's issues as field errors: JSON pointer to sentence. */
export class InvalidBodyError extends KnownError {
  override readonly status = 400;
  readonly fields: Readonly<Record<string, string>>;

  constructor(where: string, error: z.ZodError) {
    const fields = error.issues.map((issue) => [`/${issue.path.map(String).join('/')}`, issue.message] as const);
    const shown = fields.slice(0, 3).map(([pointer, text]) => `${pointer}: ${text}`);
    super(`The ${where} is not valid: ${shown.join('; ')}`, { code: 'invalid-input' });
    this.fields = Object.fromEntries(fields);
  }
}

/** What body parsers and routers throw: an error with an HTTP status of its own. */
function statusOf(error: unknown): { status: number; code: string; detail: string } | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || typeof error.status !== 'number')
    return undefined;
  if (error.status < 400 || error.status > 499) return undefined;
  const codes: Readonly<Record<number, string>> = {
    400: 'malformed-body',
    413: 'body-too-large',
    415: 'unsupported-media-type',
  };
  const details: Readonly<Record<number, string>> = {
    400: 'The body is not valid JSON.',
    413: 'The body is larger than 1 MiB.',
    415: 'The body must be JSON.',
  };
  return {
    status: error.status,
    code: codes[error.status] ?? 'bad-request',
    detail: details[error.status] ?? 'The request cannot be read.',
  };
}

/** RFC 9457. An unknown error says nothing but its request id: the log has the rest. */
export function problemOf(error: unknown, requestId: string): Problem {
  const base = { type: 'about:blank', parameters: {}, requestId };
  if (error instanceof KnownError) {
    return {
      ...base,
      title: titles[error.status] ?? 'The request failed',
      status: error.status,
      detail: redactText(error.message),
      code: error.code,
      parameters: error.parameters,
      ...(error instanceof InvalidBodyError ? { fields: error.fields } : {}),
    };
  }
  const http = statusOf(error);
  if (http !== undefined) return { ...base, title: titles[http.status] ?? 'The request is not valid', ...http };
  return {
    ...base,
    title: 'The service failed',
    status: 500,
    detail: 'An unexpected error; the log has it under the request id.',
    code: 'internal',
  };
}
