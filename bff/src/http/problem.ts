import type { z } from 'zod';
import type { ProblemCode } from '../api/http/message-codes.ts';
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
export class InvalidPartError extends KnownError {
  override readonly status = 400;
  readonly fields: Readonly<Record<string, string>>;

  constructor(part: 'path' | 'query' | 'body', error: z.ZodError) {
    const fields = error.issues.map((issue) => [pointerOf(issue.path), issue.message] as const);
    const shown = fields.slice(0, 3).map(([pointer, text]) => `${pointer}: ${text}`);
    super(`The ${part} is not valid: ${shown.join('; ')}`, { code: 'invalid-input' });
    this.fields = Object.fromEntries(fields);
  }
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export class UnsupportedMediaTypeError extends KnownError {
  override readonly status = 415;

  constructor() {
    super('The body must be JSON (content-type application/json).', { code: 'unsupported-media-type' });
  }
}

interface Refused {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** What the body parser throws, by its `type`. */
const parserErrors: Readonly<Record<string, Refused>> = {
  'entity.parse.failed': { code: 'malformed-body', detail: 'The body is not valid JSON.' },
  'entity.too.large': { code: 'body-too-large', detail: 'The body is larger than 1 MiB.' },
  'encoding.unsupported': { code: 'unsupported-media-type', detail: 'The content encoding is not supported.' },
  'charset.unsupported': { code: 'unsupported-media-type', detail: 'The character set is not supported.' },
};
const otherError: Refused = { code: 'bad-request', detail: 'The request cannot be read.' };

/** What body parsers and routers throw: an error with an HTTP status of its own. */
function requestError(error: unknown): { status: number; code: string; detail: string } | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || typeof error.status !== 'number')
    return undefined;
  if (error.status < 400 || error.status > 499) return undefined;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
  return { status: error.status, ...(parserErrors[type] ?? otherError) };
}

/** Reasons of the API server that have a code of ours. */
const codes: Readonly<Record<string, ProblemCode>> = {
  AlreadyExists: 'name-taken',
  Conflict: 'changed-meanwhile',
  Forbidden: 'forbidden',
  InternalError: 'cluster-unavailable',
  Invalid: 'object-refused',
  NotFound: 'object-not-found',
  ServiceUnavailable: 'cluster-unavailable',
  Timeout: 'cluster-unavailable',
  TooManyRequests: 'too-many-requests',
  Unauthorized: 'unauthenticated',
  Unreachable: 'cluster-unavailable',
};

/** RFC 9457. An unknown error says nothing but its request id: the log has the rest. */
export function problemOf(error: unknown, requestId: string): Problem {
  const base = { type: 'about:blank', parameters: {}, requestId };
  if (error instanceof KnownError) {
    return {
      ...base,
      title: titles[error.status] ?? 'The request failed',
      status: error.status,
      detail: redactText(error.message),
      code: codes[error.code] ?? error.code,
      parameters: error.parameters,
      ...(error instanceof InvalidPartError ? { fields: error.fields } : {}),
    };
  }
  const unreadable = requestError(error);
  if (unreadable !== undefined)
    return { ...base, title: titles[unreadable.status] ?? 'The request is not valid', ...unreadable };
  return {
    ...base,
    title: 'The service failed',
    status: 500,
    detail: 'An unexpected error; the log has it under the request id.',
    code: 'internal',
  };
}
