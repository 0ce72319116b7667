import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from './compile-query.ts';
import type { QueryFields } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { QueryError } from './query-error.ts';

interface Vm {
  readonly name: string;
  readonly power: string;
  readonly memory: number;
  readonly disks: number;
  readonly tags: readonly string[];
  readonly template: boolean;
  readonly guest: { readonly ip?: string };
}

const gib = 1024 ** 3;
const vms: readonly Vm[] = [
  {
    name: 'db-01',
    power: 'On',
    memory: 32 * gib,
    disks: 4,
    tags: ['prod', 'sql'],
    template: false,
    guest: { ip: '192.0.2.1' },
  },
  { name: 'db-02', power: 'Off', memory: 16 * gib, disks: 2, tags: [], template: false, guest: {} },
  { name: 'web 1', power: 'On', memory: 4 * 10 ** 9, disks: 1, tags: ['prod'], template: false, guest: {} },
  { name: 'golden', power: 'Off', memory: 2 * gib, disks: 1, tags: ['test'], template: true, guest: {} },
];

const fields: QueryFields<Vm> = {
  named: {
    name: { type: 'text', values: ({ name }) => [name] },
    power: { type: 'text', values: ({ power }) => [power] },
    memory: { type: 'size', values: ({ memory }) => [memory] },
    disks: { type: 'number', values: ({ disks }) => [disks] },
    tag: { type: 'text', values: ({ tags }) => tags },
    template: { type: 'flag', values: ({ template }) => [template] },
  },
  attribute: (path) =>
    path.join('.') === 'guest.ip'
      ? { type: 'text', values: ({ guest }) => (guest.ip === undefined ? [] : [guest.ip]) }
      : undefined,
  searched: ({ name }) => name,
};

const matching = (query: string) => vms.filter(compileQuery(query, fields)).map(({ name }) => name);
const all = vms.map(({ name }) => name);

describe('a query finds', () => {
  it.each([
    ['everything when it is empty', '  ', all],
    ['by a word of the name, whatever its case', 'DB', ['db-01', 'db-02']],
    ['by a part of the name in quotes', '"b 1"', ['web 1']],
    ['by digits of the name', '01', ['db-01']],
    ['by words side by side', 'db 2', ['db-02']],
    ['an equal text, whatever its case', 'power = on', ['db-01', 'web 1']],
    ['another text', 'power != on', ['db-02', 'golden']],
    ['a part of a text', 'name ~ b-', ['db-01', 'db-02']],
    ['by a pattern', 'name ~ /^DB-\\d+$/', ['db-01', 'db-02']],
    ['what no pattern matches', 'name !~ /^db/', ['web 1', 'golden']],
    ['by number', 'disks > 1', ['db-01', 'db-02']],
    ['by number or equal', 'disks <= 2 and disks >= 2', ['db-02']],
    ['by size in powers of two', 'memory >= 16GiB', ['db-01', 'db-02']],
    ['by size with a space and a decimal', 'memory = 4.0 GB', ['web 1']],
    ['one of several', 'name in (golden, "web 1")', ['web 1', 'golden']],
    ['one of several numbers', 'disks in (1, 4)', ['db-01', 'web 1', 'golden']],
    ['by any value of a list', 'tag = sql', ['db-01']],
    ['what has no such value', 'tag != prod', ['db-02', 'golden']],
    ['yes and no', 'template = yes', ['golden']],
    ['an attribute by its path', 'guest.ip ~ 192.0', ['db-01']],
    ['nothing where the attribute is missing', 'guest.ip = ""', []],
    ['not before and', 'not power = on and db', ['db-02']],
    ['and before or', 'golden or power = on and tag = sql', ['db-01', 'golden']],
    ['parentheses first', '(golden or power = on) and tag = prod', ['db-01', 'web 1']],
    ['keywords in any case', 'NOT db OR name IN (db-01)', ['db-01', 'web 1', 'golden']],
    ['what is negated twice', 'not not golden', ['golden']],
  ])('%s: %s', (_, query, expected) => {
    expect(matching(query)).toEqual(expected);
  });
});

describe('an error says what is wrong and points at it', () => {
  it.each([
    ['disks >', '`disks >` needs a number', ''],
    ['name =', '`name =` needs a value', ''],
    ['disks > many', '`disks >` needs a number', 'many'],
    ['disks > 8GiB', '`disks >` needs a number', '8GiB'],
    ['memory > 8', '`memory >` needs a size with its unit, as 8 GiB', '8'],
    ['template = perhaps', '`template =` needs yes or no', 'perhaps'],
    ['power > on', '`power` has no order: compare it with = != ~ !~ or in', 'power > on'],
    ['disks ~ 3', '`disks` is a number: compare it with = != < <= > >= or in', 'disks ~ 3'],
    ['colour = red', 'There is no `colour`; there are name, power, memory, disks, tag, template', 'colour'],
    [
      'constructor = x',
      'There is no `constructor`; there are name, power, memory, disks, tag, template',
      'constructor',
    ],
    ['power = on and', 'A condition is missing', ''],
    ['and power = on', 'A condition is missing before `and`', 'and'],
    ['power = and', '`power =` needs a value before `and`', 'and'],
    ['(power = on', 'This parenthesis is never closed', '('],
    ['power = on)', '`)` has no meaning here', ')'],
    ['name in db', '`in` needs values in parentheses: `in (a, b)`', 'db'],
    ['name in (a, b', 'This parenthesis is never closed', '('],
    ['name ~ /[/', 'This is no regular expression that can be used here', '/[/'],
    ['name ~ /(a?){1000}/', 'This pattern is too large', '/(a?){1000}/'],
    ['name ~ /x/ '.repeat(6).trim(), 'A query has at most 5 patterns', '/x/'],
    ['name = /x/', 'A pattern in slashes goes with `~` or `!~`', 'name = /x/'],
    ['name ~ /x', 'This / is never closed', '/x'],
    ['name = "x', 'This " is never closed', '"x'],
    ['power ! on', '`!` has no meaning here', '!'],
    ['not '.repeat(60) + 'db', 'The query is nested too deeply', 'not'],
    ['x'.repeat(2_001), 'A query has at most 2000 characters', 'x'],
  ])('%s', (query, message, at) => {
    const error = failure(query);
    expect(error.message).toBe(message);
    expect(query.slice(error.span.start, error.span.end)).toBe(at);
  });
});

function failure(query: string): QueryError {
  try {
    compileQuery(query, fields);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${query} is a query.`);
}

const pieces = [
  'name',
  'disks',
  'memory',
  '=',
  '!=',
  '<',
  '~',
  '!~',
  'in',
  '(',
  ')',
  ',',
  'and',
  'or',
  'not',
  '"a b"',
  '/d.*/',
  '8',
  '8 GiB',
  'ü',
  '\\',
  '"',
  '/',
];

describe('whatever is typed', () => {
  it('is a query, or an error inside the text', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(typed, (query) => {
        try {
          matching(query);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
          expect(error.span.start).toBeLessThanOrEqual(error.span.end);
          expect(error.span.end).toBeLessThanOrEqual(query.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its meaning inside parentheses', () => {
    const typed = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(typed, (query) => {
        let plain: string[];
        try {
          plain = matching(query);
        } catch {
          return;
        }
        expect(matching(`((${query}))`)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it('costs time in proportion to its length, also as a pattern made to explode', () => {
    const record = { ...vms[0], name: `${'a'.repeat(30_000)}!` } as Vm;
    expect(compileQuery('name ~ /^(a+)+$/', fields)(record)).toBe(false);
  });

  it('tells where each part stands', () => {
    expect(parseQuery(' name = db')).toMatchObject({ kind: 'comparison', start: 1, end: 10 });
  });
});
