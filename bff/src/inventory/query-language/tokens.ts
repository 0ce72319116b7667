import { QueryError, type Span } from './query-error.ts';

export type Token = Span &
  (
    | { readonly kind: 'word' | 'text' | 'pattern'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number; readonly unit: string }
    | { readonly kind: 'symbol'; readonly value: string }
  );

const maxLength = 2_000;

/** One alternative for each kind of token; what matches none of them is an error. */
const shapes: readonly { readonly pattern: RegExp; readonly token: (found: RegExpExecArray, span: Span) => Token }[] = [
  {
    pattern: /(\d+(?:\.\d+)?)(?:\s*([KMGTP]i?B?|B)(?![\w.-]))?(?![\w.-])/iy,
    token: ([, digits = '', unit = ''], span) => ({ kind: 'number', value: Number(digits), unit, ...span }),
  },
  {
    pattern: /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y,
    token: ([, double, single = ''], span) => ({ kind: 'text', value: unescaped(double ?? single), ...span }),
  },
  {
    pattern: /\/((?:[^/\\]|\\.)+)\//y,
    token: ([, source = ''], span) => ({ kind: 'pattern', value: source.replace(/\\\//g, '/'), ...span }),
  },
  {
    pattern: /!=|!~|<=|>=|[=<>~(),]/y,
    token: ([symbol], span) => ({ kind: 'symbol', value: symbol, ...span }),
  },
  {
    // As freely as names are written, so that most need no quotes.
    pattern: /[^\s"'()=<>~!,/][^\s"'()=<>~!,]*/y,
    token: ([word], span) => ({ kind: 'word', value: word, ...span }),
  },
];

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** Throws QueryError. */
export function tokensOf(query: string): Token[] {
  if (query.length > maxLength)
    throw new QueryError(`A query has at most ${maxLength} characters`, { start: maxLength, end: query.length });
  const tokens: Token[] = [];
  for (let start = skipSpace(query, 0); start < query.length; start = skipSpace(query, tokens.at(-1)?.end ?? start)) {
    tokens.push(tokenAt(query, start));
  }
  return tokens;
}

function skipSpace(query: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  return from + (space.exec(query)?.[0].length ?? 0);
}

function tokenAt(query: string, start: number): Token {
  for (const { pattern, token } of shapes) {
    pattern.lastIndex = start;
    const found = pattern.exec(query);
    if (found !== null) return token(found, { start, end: pattern.lastIndex });
  }
  const character = String.fromCodePoint(query.codePointAt(start) ?? 0);
  const open = character === '/' || character === '"' || character === "'";
  throw new QueryError(open ? `This ${character} is never closed` : `\`${character}\` has no meaning here`, {
    start,
    end: open ? query.length : start + character.length,
  });
}
