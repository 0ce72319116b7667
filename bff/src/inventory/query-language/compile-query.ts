import { RE2JS } from 're2js';
import { QueryError } from './query-error.ts';
import type { Comparison, Expression, Operator, Value } from './expression.ts';
import type { Field, FieldType, QueryFields } from './fields.ts';
import { parseQuery } from './parse-query.ts';

type Test<T> = (record: T) => boolean;
type ValueTest = (value: unknown) => boolean;

/** A test of records. Texts are compared without regard to case. Throws QueryError, also for unknown fields and values of another type. */
export function compileQuery<T>(query: string, fields: QueryFields<T>): Test<T> {
  const expression = parseQuery(query, (name) => wantedValues[fieldNamed(name, fields)?.type ?? 'text']);
  return expression === undefined ? () => true : compiled(expression, fields);
}

function compiled<T>(expression: Expression, fields: QueryFields<T>): Test<T> {
  switch (expression.kind) {
    case 'and': {
      const parts = expression.parts.map((part) => compiled(part, fields));
      return (record) => parts.every((part) => part(record));
    }
    case 'or': {
      const parts = expression.parts.map((part) => compiled(part, fields));
      return (record) => parts.some((part) => part(record));
    }
    case 'not': {
      const part = compiled(expression.part, fields);
      return (record) => !part(record);
    }
    case 'search': {
      const needle = expression.text.toLowerCase();
      return (record) => fields.searched(record).toLowerCase().includes(needle);
    }
    case 'comparison':
      return compared(expression, fields);
  }
}

/** `!=` and `!~` hold where their opposite does not, so also where the record has no value. */
const opposites: Readonly<Partial<Record<Operator, Operator>>> = { '!=': '=', '!~': '~' };

function compared<T>(comparison: Comparison, fields: QueryFields<T>): Test<T> {
  const opposite = opposites[comparison.operator];
  if (opposite !== undefined) {
    const test = compared({ ...comparison, operator: opposite }, fields);
    return (record) => !test(record);
  }
  const field = fieldOf(comparison, fields);
  const tests = comparison.values.map((value) => comparisons[field.type](comparison, value));
  return (record) => field.values(record).some((value) => tests.some((test) => test(value)));
}

function fieldNamed<T>(written: string, { named, attribute }: QueryFields<T>): Field<T> | undefined {
  const name = written.toLowerCase();
  return Object.hasOwn(named, name) ? named[name] : attribute?.(written.split('.'));
}

function fieldOf<T>({ field, start }: Comparison, fields: QueryFields<T>): Field<T> {
  const found = fieldNamed(field, fields);
  if (found === undefined) {
    const known = Object.keys(fields.named).join(', ');
    throw new QueryError(`There is no \`${field}\`; there are ${known}`, { start, end: start + field.length });
  }
  return found;
}

const wantedValues: Readonly<Record<FieldType, string>> = {
  text: 'a value',
  number: 'a number',
  size: 'a size with its unit, as 8 GiB',
  flag: 'yes or no',
  any: 'a value',
};

const comparisons: Readonly<Record<FieldType, (comparison: Comparison, value: Value) => ValueTest>> = {
  text: compareText,
  number: (comparison, value) => {
    if (value.kind !== 'number' || value.unit !== '') throw needs(comparison, value, wantedValues.number);
    return compareNumber(comparison, value.value);
  },
  size: (comparison, value) => {
    if (value.kind !== 'number' || value.unit === '') throw needs(comparison, value, wantedValues.size);
    return compareNumber(comparison, value.value * bytesPerUnit(value.unit));
  },
  flag: (comparison, value) => {
    if (value.kind !== 'text' || !/^(true|yes|false|no)$/i.test(value.value))
      throw needs(comparison, value, wantedValues.flag);
    onlyEqual(comparison);
    const wanted = /^[ty]/i.test(value.value);
    return (found) => found === wanted;
  },
  any: (comparison, value) => {
    if (value.kind !== 'number' || orders[comparison.operator] === undefined) return compareText(comparison, value);
    const asNumber = compareNumber(comparison, value.value * bytesPerUnit(value.unit));
    if (comparison.operator !== '=' && comparison.operator !== 'in') return asNumber;
    const asText = compareText(comparison, value);
    return (found) => asNumber(found) || asText(found);
  },
};

function compareText(comparison: Comparison, value: Value): ValueTest {
  if (value.kind === 'pattern') {
    if (comparison.operator !== '~') throw new QueryError('A pattern in slashes goes with `~` or `!~`', comparison);
    const pattern = compiledPattern(value);
    return (found) => pattern.matcher(String(found)).find();
  }
  const wanted = (value.kind === 'number' ? value.written : value.value).toLowerCase();
  if (comparison.operator === '~') return (found) => String(found).toLowerCase().includes(wanted);
  onlyEqual(comparison);
  return (found) => String(found).toLowerCase() === wanted;
}

/** Instructions of a compiled pattern; a name takes time in proportion to them. `a{1000}` has a thousand. */
const maxPatternSize = 200;

/** Patterns of users run in linear time, whatever they are. */
function compiledPattern(value: Value & { readonly kind: 'text' | 'pattern' }): RE2JS {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(value.value, RE2JS.CASE_INSENSITIVE);
  } catch {
    throw new QueryError('This is no regular expression that can be used here', value);
  }
  if (pattern.programSize() > maxPatternSize) throw new QueryError('This pattern is too large', value);
  return pattern;
}

const orders: Readonly<Partial<Record<Operator, (found: number, wanted: number) => boolean>>> = {
  '=': (found, wanted) => found === wanted,
  in: (found, wanted) => found === wanted,
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
};

function compareNumber(comparison: Comparison, wanted: number): ValueTest {
  const order = orders[comparison.operator];
  if (order === undefined)
    throw new QueryError(`\`${comparison.field}\` is a number: compare it with = != < <= > >= or in`, comparison);
  return (found) => typeof found === 'number' && order(found, wanted);
}

function onlyEqual({ operator, field, ...span }: Comparison): void {
  if (operator !== '=' && operator !== 'in')
    throw new QueryError(`\`${field}\` has no order: compare it with = != ~ !~ or in`, span);
}

function needs({ field, operator }: Comparison, value: Value, what: string): QueryError {
  return new QueryError(`\`${field} ${operator}\` needs ${what}`, value);
}

/** 1000 for K, 1024 for Ki, and so on. */
function bytesPerUnit(unit: string): number {
  const [, letter = '', binary] = /^([KMGTP]?)(i?)B?$/i.exec(unit) ?? [];
  const power = ' KMGTP'.indexOf(letter.toUpperCase() || ' ');
  return (binary === '' ? 1000 : 1024) ** power;
}
