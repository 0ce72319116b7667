import type { Schema } from './schema.ts';
import type { Cause } from '../status-error.ts';
import { equal, isObject } from '../json.ts';
import { inIntegerRange, matchesFormat } from './formats.ts';

/** What is wrong with `value`, in the API server's words; empty when nothing is. */
export function validate(value: unknown, schema: Schema, path = ''): Cause[] {
  const causes: Cause[] = [];
  check({ value, schema, path, causes });
  return causes;
}

interface Place {
  readonly value: unknown;
  readonly schema: Schema;
  readonly path: string;
  readonly causes: Cause[];
}

export function show(value: unknown): string {
  return JSON.stringify(value);
}

export function invalidValue(field: string, value: unknown, why: string): Cause {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${show(value)}: ${why}` };
}

export function requiredValue(field: string, why?: string): Cause {
  return {
    reason: 'FieldValueRequired',
    field,
    message: why === undefined ? 'Required value' : `Required value: ${why}`,
  };
}

export function unsupportedValue(field: string, value: unknown, supported: readonly unknown[]): Cause {
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: ${show(value)}: supported values: ${supported.map(show).join(', ')}`,
  };
}

export function forbiddenValue(field: string, why: string): Cause {
  return { reason: 'FieldValueForbidden', field, message: `Forbidden: ${why}` };
}

function inBody(place: Place, why: string): void {
  place.causes.push(invalidValue(place.path, place.value, `${place.path} in body ${why}`));
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function fits(value: unknown, type: string): boolean {
  const actual = typeName(value);
  return actual === type || (type === 'number' && actual === 'integer');
}

function mustBe(place: Place, type: string): void {
  const actual = typeName(place.value);
  place.causes.push({
    reason: 'FieldValueTypeInvalid',
    field: place.path === '' ? '<nil>' : place.path,
    message: `Invalid value: ${show(actual)}: ${place.path} in body must be of type ${type}: ${show(actual)}`,
  });
}

function check(place: Place): void {
  const { value, schema } = place;
  if (value === null && schema.nullable === true) return;
  if (schema.intOrString === true) {
    if (typeof value !== 'string' && !Number.isInteger(value)) {
      mustBe(place, 'integer,string');
      return;
    }
  } else if (schema.type !== undefined && !fits(value, schema.type)) {
    mustBe(place, schema.type);
    return;
  }
  if (schema.enum?.some((allowed) => equal(allowed, value)) === false)
    place.causes.push(unsupportedValue(place.path, value, schema.enum));
  if (typeof value === 'string') checkString(place, value);
  else if (typeof value === 'number') checkNumber(place, value);
  else if (Array.isArray(value)) checkArray(place, value as unknown[]);
  else if (isObject(value)) checkObject(place, value);
  checkCombinations(place);
}

/** The first thing that is wrong with a text, and its format. */
function checkString(place: Place, value: string): void {
  const { schema } = place;
  const length = Array.from(value).length;
  if (schema.maxLength !== undefined && length > schema.maxLength)
    place.causes.push({
      reason: 'FieldValueTooLong',
      field: place.path,
      message: `Too long: may not be more than ${schema.maxLength} bytes`,
    });
  else if (schema.minLength !== undefined && length < schema.minLength)
    inBody(place, `should be at least ${schema.minLength} chars long`);
  else if (schema.pattern?.test(value) === false) inBody(place, `should match '${schema.pattern.source}'`);
  if (schema.format !== undefined && schema.type === 'string' && !matchesFormat(schema.format, value))
    inBody(place, `must be of type ${schema.format}: ${show(value)}`);
}

function checkNumber(place: Place, value: number): void {
  const { schema } = place;
  const { minimum, maximum, multipleOf } = schema;
  if (maximum !== undefined && (schema.exclusiveMaximum === true ? value >= maximum : value > maximum))
    inBody(place, `should be less than ${schema.exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`);
  if (minimum !== undefined && (schema.exclusiveMinimum === true ? value <= minimum : value < minimum))
    inBody(place, `should be greater than ${schema.exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`);
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
    inBody(place, `should be a multiple of ${multipleOf}`);
  if (schema.type === 'integer' && !inIntegerRange(schema.format, value))
    inBody(place, `must be of type ${schema.format ?? 'integer'}: ${show(value)}`);
}

function checkArray(place: Place, value: readonly unknown[]): void {
  const { schema, path, causes } = place;
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    causes.push({
      reason: 'FieldValueTooMany',
      field: path,
      message: `Too many: ${value.length}: must have at most ${schema.maxItems} items`,
    });
  if (schema.minItems !== undefined && value.length < schema.minItems)
    inBody(place, `should have at least ${schema.minItems} items`);
  value.forEach((item, index) => {
    if (schema.items !== undefined) check({ value: item, schema: schema.items, path: `${path}[${index}]`, causes });
  });
  checkUniqueness(place, value);
}

function duplicate(path: string, value: unknown): Cause {
  return { reason: 'FieldValueDuplicate', field: path, message: `Duplicate value: ${show(value)}` };
}

function checkUniqueness(place: Place, value: readonly unknown[]): void {
  const { schema, path, causes } = place;
  const keys = schema.listType === 'map' ? schema.listMapKeys : schema.listType === 'set' ? [] : undefined;
  if (keys === undefined) return;
  const seen = new Set<string>();
  value.forEach((item, index) => {
    const identity =
      keys.length === 0 ? item : Object.fromEntries(keys.map((key) => [key, isObject(item) ? item[key] : undefined]));
    const text = JSON.stringify(identity);
    if (seen.has(text)) causes.push(duplicate(`${path}[${index}]`, identity));
    seen.add(text);
  });
}

function checkObject(place: Place, value: Readonly<Record<string, unknown>>): void {
  const { schema, path, causes } = place;
  const count = Object.keys(value).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties)
    causes.push({
      reason: 'FieldValueTooMany',
      field: path,
      message: `Too many: ${count}: must have at most ${schema.maxProperties} items`,
    });
  if (schema.minProperties !== undefined && count < schema.minProperties)
    inBody(place, `should have at least ${schema.minProperties} properties`);
  for (const field of schema.required ?? [])
    if (!Object.hasOwn(value, field)) causes.push(requiredValue(path === '' ? field : `${path}.${field}`));
  const { properties = {}, additionalProperties } = schema;
  for (const [field, item] of Object.entries(value)) {
    const inner = Object.hasOwn(properties, field) ? properties[field] : additionalProperties;
    if (isObject(inner)) check({ value: item, schema: inner, path: path === '' ? field : `${path}.${field}`, causes });
  }
}

function holds(place: Place, schema: Schema): boolean {
  return validate(place.value, schema, place.path).length === 0;
}

function checkCombinations(place: Place): void {
  const { schema } = place;
  for (const part of schema.allOf ?? []) place.causes.push(...validate(place.value, part, place.path));
  if (schema.anyOf?.some((part) => holds(place, part)) === false)
    inBody(place, 'must validate at least one schema (anyOf)');
  if (schema.oneOf !== undefined && schema.oneOf.filter((part) => holds(place, part)).length !== 1)
    inBody(place, 'must validate one and only one schema (oneOf)');
  if (schema.not !== undefined && holds(place, schema.not)) inBody(place, 'must not validate the schema (not)');
}
