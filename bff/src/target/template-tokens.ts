import { InvalidInputError } from '../platform/errors.ts';

export interface Token {
  readonly kind: 'text' | 'open' | 'close' | 'field' | 'name' | 'string' | 'number' | 'boolean' | '|' | '(' | ')';
  readonly text: string;
}

/** In this order; the first that matches wins. */
const words: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /^\s+/],
  ['field', /^\.[A-Za-z_][A-Za-z0-9_]*/],
  ['boolean', /^(true|false)\b/],
  ['name', /^[A-Za-z][A-Za-z0-9_]*/],
  ['number', /^-?\d+(\.\d+)?/],
  ['string', /^"(\\.|[^"\\])*"/],
  ['string', /^`[^`]*`/],
  ['|', /^\|/],
  ['(', /^\(/],
  [')', /^\)/],
];

/** Splits a template into texts and the words of its actions. Comments and trimmed space are gone. */
export function tokens(template: string): Token[] {
  const found: Token[] = [];
  let rest = template;
  while (rest !== '') {
    const start = rest.indexOf('{{');
    if (start < 0) return [...found, ...text(rest)];
    const trimsBefore = /^\{\{-\s/.test(rest.slice(start));
    found.push(...text(trimsBefore ? rest.slice(0, start).trimEnd() : rest.slice(0, start)));
    const action = actionTokens(rest.slice(start + (trimsBefore ? 3 : 2)));
    found.push(...action.tokens);
    rest = action.rest;
  }
  return found;
}

function text(value: string): Token[] {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

/** The words up to `}}`, and what follows it. */
function actionTokens(source: string): { tokens: Token[]; rest: string } {
  const comment = /^\s*\/\*[\s\S]*?\*\/\s*-?\}\}/.exec(source)?.[0];
  if (comment !== undefined) return { tokens: [], rest: source.slice(comment.length) };
  const found: Token[] = [{ kind: 'open', text: '{{' }];
  let rest = source;
  for (;;) {
    const close = /^\s*(-?)\}\}/.exec(rest);
    if (close !== null) {
      const after = rest.slice(close[0].length);
      found.push({ kind: 'close', text: '}}' });
      return { tokens: found, rest: close[1] === '-' ? after.trimStart() : after };
    }
    const word = nextWord(rest);
    if (word.kind !== 'space')
      found.push({ kind: word.kind, text: word.kind === 'string' ? unquoted(word.text) : fieldName(word.text) });
    rest = rest.slice(word.text.length);
  }
}

function nextWord(source: string): { kind: Token['kind'] | 'space'; text: string } {
  for (const [kind, pattern] of words) {
    const match = pattern.exec(source)?.[0];
    if (match !== undefined) return { kind, text: match };
  }
  const problem = source === '' ? '“}}” is missing' : `“${source.slice(0, 10)}” is not understood`;
  throw new InvalidInputError(`The name template cannot be used: ${problem}.`, {
    code: 'TemplateNotValid',
    parameters: { problem },
  });
}

const fieldName = (word: string) => (word.startsWith('.') ? word.slice(1) : word);

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') ? inner : inner.replaceAll(/\\(.)/g, '$1');
}
