import { Environment, Optional } from '@marcbachmann/cel-js';
import { equal, isObject } from '../json.ts';
import type { Cause } from '../status-error.ts';
import { ruleValue } from './rule-value.ts';
import type { Rule, Schema } from './schema.ts';
import { forbiddenValue, requiredValue, show } from './validate.ts';

const TYPES: Readonly<Record<string, string>> = {
  array: 'list',
  boolean: 'bool',
  integer: 'int',
  number: 'double',
};
const environments = new Map<string, Environment>();

/** What expressions about a value of the schema may speak of. */
function environmentFor({ type, format, intOrString }: Schema): Environment {
  const plainText = type === 'string' && format === undefined && intOrString !== true;
  const self = plainText ? 'string' : (TYPES[type ?? ''] ?? 'dyn');
  const found = environments.get(self);
  if (found !== undefined) return found;
  const made = new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  })
    .registerVariable('self', self)
    .registerVariable('oldSelf', 'dyn');
  environments.set(self, made);
  return made;
}

type Expression = ReturnType<Environment['parse']>;
const parsed = new WeakMap<Schema, Map<string, Expression>>();

function parse(text: string, schema: Schema): Expression {
  const known = parsed.get(schema) ?? new Map<string, Expression>();
  parsed.set(schema, known);
  const found = known.get(text) ?? environmentFor(schema).parse(text);
  known.set(text, found);
  return found;
}

/** Why a rule cannot be used, or `undefined`. */
export function ruleProblem(rule: string, schema: Schema): string | undefined {
  try {
    const { valid, type, error } = parse(rule, schema).check();
    if (!valid) return `compilation failed: ERROR: ${error?.message ?? 'unknown'}`;
    return type === 'bool' || type === 'dyn' ? undefined : 'cel expression must evaluate to a bool';
  } catch (error) {
    return `compilation failed: ERROR: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const ruled = new WeakMap<Schema, boolean>();

/** Whether the schema has rules, anywhere. */
export function hasRules(schema: Schema): boolean {
  const found = ruled.get(schema);
  if (found !== undefined) return found;
  const { rules = [], properties = {}, additionalProperties, items } = schema;
  const inner = [
    ...Object.values(properties),
    ...(isObject(additionalProperties) ? [additionalProperties] : []),
    ...(items === undefined ? [] : [items]),
  ];
  const any = rules.length > 0 || inner.some(hasRules);
  ruled.set(schema, any);
  return any;
}

interface Place {
  readonly value: unknown;
  /** What was there before; `undefined` where nothing was or it cannot be told which. */
  readonly before: unknown;
  readonly schema: Schema;
  readonly path: string;
}

/** The rules (x-kubernetes-validations) that a value breaks. Rules about what has not changed are not asked again. */
export function brokenRules(place: Place): Cause[] {
  const { value, before, schema } = place;
  if (value === null || !hasRules(schema)) return [];
  const kept = before !== undefined && equal(before, value);
  const asked = (schema.rules ?? []).filter((rule) => isTransition(rule) || !kept);
  return [...asked.flatMap((rule) => broken(rule, place)), ...partsOf(place).flatMap(brokenRules)];
}

function isTransition({ rule }: Rule): boolean {
  return /\boldSelf\b/.test(rule);
}

function broken(rule: Rule, { value, before, schema, path }: Place): Cause[] {
  const transition = isTransition(rule);
  if (transition && before === undefined && rule.optionalOldSelf !== true) return [];
  const old = before === undefined ? undefined : ruleValue(before, schema);
  const context = {
    self: ruleValue(value, schema),
    oldSelf: rule.optionalOldSelf === true ? (before === undefined ? Optional.none() : Optional.of(old)) : old,
  };
  try {
    return parse(rule.rule, schema)(context) === true ? [] : [complaint(rule, { value, path, schema }, context)];
  } catch (error) {
    const why = firstLine(error);
    const type = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value;
    const about = rule.message ?? rule.rule;
    const message = `Invalid value: ${show(type)}: ${why} evaluating rule: ${about}`;
    return [{ reason: 'FieldValueInvalid', field: path, message }];
  }
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const outside = /index out of bounds, index (\d+)/.exec(line)?.[1];
  if (outside !== undefined) return `index out of bounds: ${outside}`;
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

function complaint(
  rule: Rule,
  { value, path, schema }: Pick<Place, 'value' | 'path' | 'schema'>,
  context: Readonly<Record<string, unknown>>,
): Cause {
  const field = `${path}${rule.fieldPath ?? ''}`;
  const why = expressed(rule, schema, context) ?? rule.message ?? `failed rule: ${rule.rule}`;
  const plain = !isObject(value) && !Array.isArray(value) && rule.fieldPath === undefined;
  const shown = plain ? `${show(value)}: ` : '';
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbiddenValue(field, why);
    case 'FieldValueRequired':
      return requiredValue(field, why);
    case 'FieldValueDuplicate':
      return { reason: rule.reason, field, message: `Duplicate value: ${show(value)}` };
    default:
      return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown}${why}` };
  }
}

/** What a message expression says; a failing one is passed over. */
function expressed(
  { messageExpression }: Rule,
  schema: Schema,
  context: Readonly<Record<string, unknown>>,
): string | undefined {
  if (messageExpression === undefined) return undefined;
  try {
    const text: unknown = parse(messageExpression, schema)(context);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text : undefined;
  } catch {
    return undefined;
  }
}

function partsOf({ value, before, schema, path }: Place): Place[] {
  const { items, properties = {}, additionalProperties } = schema;
  if (Array.isArray(value)) {
    if (items === undefined) return [];
    const old: unknown[] = Array.isArray(before) ? before : [];
    return (value as unknown[]).map((item, index) => ({
      value: item,
      before: earlierItem(item, old, schema),
      schema: items,
      path: `${path}[${index}]`,
    }));
  }
  if (!isObject(value)) return [];
  const then = isObject(before) ? before : {};
  return Object.entries(value).flatMap(([field, inner]) => {
    const known = Object.hasOwn(properties, field) ? properties[field] : undefined;
    const child = known ?? (isObject(additionalProperties) ? additionalProperties : undefined);
    if (child === undefined) return [];
    const step = known === undefined ? `[${field}]` : path === '' ? field : `.${field}`;
    return [{ value: inner, before: then[field], schema: child, path: `${path}${step}` }];
  });
}

/** Only items of map lists can be told from one another. */
function earlierItem(item: unknown, old: readonly unknown[], { listType, listMapKeys = [] }: Schema): unknown {
  if (listType !== 'map' || !isObject(item)) return undefined;
  return old.find((other) => isObject(other) && listMapKeys.every((key) => equal(other[key], item[key])));
}

const STOPPING: readonly string[] = [
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** The rules that an object breaks, unless its shape is so wrong that they cannot be asked. */
export function checkRules(
  object: unknown,
  before: unknown,
  { schema, problems }: { readonly schema: Schema; readonly problems: readonly Cause[] },
): Cause[] {
  if (!hasRules(schema)) return [];
  if (!problems.some(({ reason }) => STOPPING.includes(reason)))
    return brokenRules({ value: object, before, schema, path: '' });
  const message =
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
  return [{ reason: 'FieldValueInvalid', field: '<nil>', message }];
}
