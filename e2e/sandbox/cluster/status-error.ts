import type { JsonObject } from './json.ts';

export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly (Cause | Pick<Cause, 'message'>)[];
  readonly retryAfterSeconds?: number;
}

interface StatusText {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: StatusDetails;
  /** `metadata.continue` of an expired list. */
  readonly continueToken?: string;
}

/** An answer that is not a success, carrying the Status object that the client receives. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly status: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(text: StatusText) {
    super(text.message);
    this.name = 'StatusError';
    this.code = text.code;
    this.reason = text.reason;
    const retryAfter = text.details?.retryAfterSeconds;
    this.headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: text.continueToken === undefined ? {} : { continue: text.continueToken },
      status: 'Failure',
      message: text.message,
      ...(text.reason === undefined ? {} : { reason: text.reason }),
      ...(text.details === undefined ? {} : { details: text.details }),
      code: text.code,
    };
  }
}

/** The names of a kind that appear in error texts. */
export interface Named {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

function qualified(type: Named): string {
  return type.group === '' ? type.plural : `${type.plural}.${type.group}`;
}

function details(type: Named, name: string, more: Partial<StatusDetails> = {}): StatusDetails {
  return { name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, ...more };
}

export function notFound(type: Named, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(type)} "${name}" not found`,
    details: details(type, name),
  });
}

/** The path names no resource at all. */
export function noSuchPath(): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}

/** `deleting` is the deletionTimestamp of the object that is in the way. */
export function alreadyExists(type: Named, name: string, deleting?: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${deleting === undefined ? '' : 'object is being deleted: '}${qualified(type)} "${name}" already exists`,
    details: details(type, name),
  });
}

export function conflict(type: Named, name: string, why: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualified(type)} "${name}": ${why}`,
    details: details(type, name),
  });
}

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function invalid(type: Named, name: string, causes: readonly Cause[]): StatusError {
  const texts = causes.map((cause) => (cause.field === undefined ? cause.message : `${cause.field}: ${cause.message}`));
  const text = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  const kind = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${kind} "${name}" is invalid: ${text}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(type.group === '' ? {} : { group: type.group }),
      ...(type.kind === '' ? {} : { kind: type.kind }),
      causes,
    },
  });
}

export function forbidden(type: Named, name: string, why: string): StatusError {
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message:
      name === '' ? `${qualified(type)} is forbidden: ${why}` : `${qualified(type)} "${name}" is forbidden: ${why}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(type.group === '' ? {} : { group: type.group }),
      kind: type.plural,
    },
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

export function methodNotAllowed(): StatusError {
  return new StatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });
}

/** A patch of a built-in kind, of a type that does not exist. */
export function unsupportedPatch(): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
    details: {},
  });
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  return new StatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: `only the following media types are accepted: ${accepted.join(', ')}`,
  });
}

export function tooLarge(limitBytes: number): StatusError {
  return new StatusError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${limitBytes}`,
  });
}

export function internal(message: string): StatusError {
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

export function gone(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message });
}

export function expiredContinue(continueToken: string): StatusError {
  return new StatusError({
    code: 410,
    reason: 'Expired',
    message:
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    continueToken,
  });
}

export function resourceVersionTooLarge(asked: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      retryAfterSeconds: 1,
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    },
  });
}
