import { InvalidInputError } from '../../platform/errors.ts';

/** A stretch of the query's text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Says what is wrong with a query, and where. */
export class QueryError extends InvalidInputError {
  readonly span: Span;

  constructor(message: string, span: Span) {
    const parameters = { problem: message, start: String(span.start), end: String(span.end) };
    super(message, { code: 'query-not-valid', parameters });
    this.span = span;
  }
}
