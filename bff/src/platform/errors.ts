/**
 * Errors with a meaning for callers. HTTP answers and controllers map them in one table each; `code` is the stable
 * code of a message in the console's catalog, `parameters` are its blanks.
 */
export abstract class KnownError extends Error {
  abstract readonly status: number;
  readonly code: string;
  readonly parameters: Readonly<Record<string, string>>;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code ?? new.target.name.replace(/Error$/, '');
    this.parameters = details.parameters ?? {};
  }
}

export interface ErrorDetails {
  readonly code?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

export class InvalidInputError extends KnownError {
  override readonly status = 400;
}
export class UnauthenticatedError extends KnownError {
  override readonly status = 401;
}
export class ForbiddenError extends KnownError {
  override readonly status = 403;
}
export class NotFoundError extends KnownError {
  override readonly status = 404;
}
export class ConflictError extends KnownError {
  override readonly status = 409;
}
/** The provider, or the way to it, does not work now; may heal by itself. */
export class ProviderUnavailableError extends KnownError {
  override readonly status = 503;
}
