import { operators, type Expression, type Operator, type Value } from './expression.ts';
import { QueryError, type Span } from './query-error.ts';
import { tokensOf, type Token } from './tokens.ts';

/** `not not not …` and parentheses within each other. */
const maxDepth = 50;
/** Each is run on every record. */
const maxPatterns = 5;

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in']);

/**
 * `power = on and (memory >= 16 GiB or name ~ /^db-\d+$/) and not tag in (legacy, test)`. `not` binds closest, then `and`, then
 * `or`; what stands side by side is joined by `and`; a word alone is looked for in the name. The empty query is undefined:
 * it leaves nothing out. `wanted` says what a field is compared with, for errors. Throws QueryError.
 */
export function parseQuery(query: string, wanted: (field: string) => string = () => 'a value'): Expression | undefined {
  const parser = new Parser(query, wanted);
  return parser.isAtEnd ? undefined : parser.whole();
}

class Parser {
  readonly #query: string;
  readonly #wanted: (field: string) => string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;
  #patterns = 0;

  constructor(query: string, wanted: (field: string) => string) {
    this.#query = query;
    this.#wanted = wanted;
    this.#tokens = tokensOf(query);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  whole(): Expression {
    const expression = this.#or();
    const rest = this.#token();
    if (rest !== undefined) throw new QueryError(`\`${this.#written(rest)}\` has no meaning here`, rest);
    return expression;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.#take('or')) parts.push(this.#and());
    return joined('or', parts);
  }

  #and(): Expression {
    const parts = [this.#not()];
    while (this.#take('and') || this.#beginsTerm()) parts.push(this.#not());
    return joined('and', parts);
  }

  #not(): Expression {
    const start = this.#token()?.start ?? this.#query.length;
    if (++this.#depth > maxDepth) throw new QueryError('The query is nested too deeply', this.#here());
    const negated = this.#take('not');
    const part = negated ? this.#not() : this.#term();
    this.#depth -= 1;
    return negated ? { kind: 'not', part, start, end: part.end } : part;
  }

  #term(): Expression {
    const open = this.#token();
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw new QueryError('This parenthesis is never closed', open ?? this.#here());
      return inner;
    }
    const token = this.#next('A condition is missing');
    if (token.kind === 'text') return { kind: 'search', text: token.value, start: token.start, end: token.end };
    if (token.kind !== 'word' || keywords.has(token.value.toLowerCase())) {
      if (token.kind === 'number') return { kind: 'search', text: this.#written(token), ...spanOf(token) };
      throw new QueryError(`A condition is missing before \`${this.#written(token)}\``, token);
    }
    const operator = this.#operator();
    if (operator === undefined) return { kind: 'search', text: token.value, start: token.start, end: token.end };
    const values =
      operator === 'in' ? this.#list(token.value) : [this.#value(`\`${token.value} ${operator}\``, token.value)];
    return {
      kind: 'comparison',
      field: token.value,
      operator,
      values,
      start: token.start,
      end: this.#tokens[this.#position - 1]?.end ?? token.end,
    };
  }

  #operator(): Operator | undefined {
    if (this.#take('in')) return 'in';
    return operators.find((operator) => this.#take(operator));
  }

  #list(field: string): readonly Value[] {
    const open = this.#token();
    if (!this.#take('(')) throw new QueryError('`in` needs values in parentheses: `in (a, b)`', this.#here());
    const values = [this.#value('`in`', field)];
    while (this.#take(',')) values.push(this.#value('`in`', field));
    if (!this.#take(')')) throw new QueryError('This parenthesis is never closed', open ?? this.#here());
    return values;
  }

  #value(before: string, field: string): Value {
    const what = this.#wanted(field);
    const token = this.#next(`${before} needs ${what}`);
    if (token.kind === 'number') return { ...token, written: this.#written(token) };
    const isKeyword = token.kind === 'word' && keywords.has(token.value.toLowerCase());
    if (token.kind !== 'symbol' && !isKeyword) {
      const kind = token.kind === 'pattern' ? 'pattern' : 'text';
      if (kind === 'pattern' && ++this.#patterns > maxPatterns)
        throw new QueryError(`A query has at most ${maxPatterns} patterns`, token);
      return { kind, value: token.value, ...spanOf(token) };
    }
    throw new QueryError(`${before} needs ${what} before \`${this.#written(token)}\``, token);
  }

  #beginsTerm(): boolean {
    const token = this.#token();
    if (token === undefined || token.kind === 'pattern') return false;
    if (token.kind === 'symbol') return token.value === '(';
    return token.kind !== 'word' || !['and', 'or', 'in'].includes(token.value.toLowerCase());
  }

  /** Whether the next token is this symbol or keyword; goes past it. */
  #take(wanted: string): boolean {
    const token = this.#token();
    const found =
      (token?.kind === 'symbol' && token.value === wanted) ||
      (token?.kind === 'word' && keywords.has(wanted) && token.value.toLowerCase() === wanted);
    if (found) this.#position += 1;
    return found;
  }

  #next(complaint: string): Token {
    const token = this.#token();
    if (token === undefined) throw new QueryError(complaint, this.#here());
    this.#position += 1;
    return token;
  }

  #token(): Token | undefined {
    return this.#tokens[this.#position];
  }

  /** The next token, or the end. */
  #here(): Span {
    const end = this.#query.length;
    return this.#token() ?? { start: end, end };
  }

  #written({ start, end }: Span): string {
    return this.#query.slice(start, end);
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('Nothing to join.');
  return others.length === 0 ? first : { kind, parts, start: first.start, end: others.at(-1)?.end ?? first.end };
}
