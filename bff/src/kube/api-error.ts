import { KnownError } from '../platform/errors.ts';
import { asNumber, asRecord, asString } from './json.ts';

export interface ErrorCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface ApiErrorParts {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly causes?: readonly ErrorCause[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * What an API server answered instead of the object: `reason` is that of its Status. `Unreachable` (status 503) is our
 * own: no answer arrived, so a write may or may not have taken effect.
 */
export class ApiError extends KnownError {
  override readonly status: number;
  readonly reason: string;
  readonly causes: readonly ErrorCause[];
  readonly retryAfterSeconds: number | undefined;

  constructor(parts: ApiErrorParts) {
    super(parts.message, { code: parts.reason, cause: parts.cause });
    this.status = parts.status;
    this.reason = parts.reason;
    this.causes = parts.causes ?? [];
    this.retryAfterSeconds = parts.retryAfterSeconds;
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Characters; what servers say is shown to people and stored in conditions. */
const longestMessage = 4096;
const mostCauses = 100;

/** From a `Status` object, or from an answer that is none (proxies): then the HTTP status speaks. */
export function parseStatus(value: unknown, http?: { status: number; retryAfterSeconds?: number }): ApiError {
  const body = asRecord(value) ?? {};
  const details = asRecord(body.details) ?? {};
  const status = http?.status ?? asNumber(body.code) ?? 500;
  const reason = asString(body.reason) || reasons[status] || 'Unknown';
  return new ApiError({
    status,
    reason,
    message: shortened(body.message) || `The API server answered ${status} (${reason}).`,
    causes: (Array.isArray(details.causes) ? details.causes : []).slice(0, mostCauses).map(parseCause),
    retryAfterSeconds: http?.retryAfterSeconds ?? asNumber(details.retryAfterSeconds),
  });
}

function parseCause(value: unknown): ErrorCause {
  const cause = asRecord(value) ?? {};
  return {
    reason: asString(cause.reason) ?? '',
    message: shortened(cause.message) ?? '',
    field: asString(cause.field) ?? '',
  };
}

function shortened(value: unknown): string | undefined {
  return asString(value)?.slice(0, longestMessage);
}

function matches(error: unknown, test: (error: ApiError) => boolean): boolean {
  return error instanceof ApiError && test(error);
}

export const isNotFound = (error: unknown) => matches(error, ({ status }) => status === 404);
export const isAlreadyExists = (error: unknown) => matches(error, ({ reason }) => reason === 'AlreadyExists');
/** The object changed since it was read (or a precondition failed). */
export const isConflict = (error: unknown) =>
  matches(error, ({ status, reason }) => status === 409 && reason !== 'AlreadyExists');
export const isForbidden = (error: unknown) => matches(error, ({ status }) => status === 403);
/** The resourceVersion or continue token asked for is too old. */
export const isExpired = (error: unknown) =>
  matches(error, ({ status, reason }) => status === 410 || reason === 'Expired');
/** The resourceVersion asked for is newer than this server has seen. */
export const isTooLargeResourceVersion = (error: unknown) =>
  matches(
    error,
    ({ causes, message }) =>
      causes.some(({ reason }) => reason === 'ResourceVersionTooLarge') ||
      message.includes('Too large resource version'),
  );
/** No answer arrived: a write may or may not have taken effect. */
export const isUnreachable = (error: unknown) => matches(error, ({ reason }) => reason === 'Unreachable');

/** Statuses with which the same request may be accepted a moment later. */
const passing: ReadonlySet<number> = new Set([401, 408, 409, 429]);

/** The server has understood a write and does not do it: it has taken no effect, and asking again is of no use. */
export const isRefusal = (error: unknown): error is ApiError =>
  matches(error, ({ status }) => status >= 400 && status < 500 && !passing.has(status));
