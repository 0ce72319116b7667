import type { Span } from './query-error.ts';

/** What a query says, with the place of each part in its text. */
export type Expression = Span &
  (
    | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
    | { readonly kind: 'not'; readonly part: Expression }
    /** Stands alone: looked for in the name. */
    | { readonly kind: 'search'; readonly text: string }
    | Comparison
  );

export interface Comparison extends Span {
  readonly kind: 'comparison';
  readonly field: string;
  readonly operator: Operator;
  /** One, or those of `in`. */
  readonly values: readonly Value[];
}

export const operators = ['=', '!=', '<', '<=', '>', '>=', '~', '!~'] as const;
export type Operator = (typeof operators)[number] | 'in';

export type Value = Span &
  (
    | { readonly kind: 'text' | 'pattern'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number; readonly unit: string; readonly written: string }
  );
