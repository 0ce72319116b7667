import { Environment } from '@marcbachmann/cel-js';
import { isObject } from '../json.ts';
import type { Schema } from './schema.ts';

const RESERVED: readonly string[] = [
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
];
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/__/g, '__underscores__'],
  [/\./g, '__dot__'],
  [/-/g, '__dash__'],
  [/\//g, '__slash__'],
];

/** The name by which rules know a property. */
function ruleName(property: string): string {
  if (RESERVED.includes(property)) return `__${property}__`;
  return ESCAPES.reduce((name, [found, written]) => name.replace(found, written), property);
}

const toDuration = new Environment().registerVariable('text', 'string').parse('duration(text)');

function ofText(value: string, { type, format }: Schema): unknown {
  if (type !== 'string') return value;
  if (format === 'date-time' || format === 'date') return new Date(value);
  return format === 'duration' ? toDuration({ text: value }) : value;
}

/** A value as rules see it: whole numbers are integers where the schema does not say otherwise, times are times. */
export function ruleValue(value: unknown, schema: Schema): unknown {
  if (typeof value === 'number') return Number.isInteger(value) && schema.type !== 'number' ? BigInt(value) : value;
  if (typeof value === 'string') return ofText(value, schema);
  if (Array.isArray(value)) return value.map((item) => ruleValue(item, schema.items ?? {}));
  if (!isObject(value)) return value;
  const { properties = {}, additionalProperties } = schema;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const known = Object.hasOwn(properties, field) ? properties[field] : undefined;
      if (known !== undefined) return [ruleName(field), ruleValue(inner, known)];
      return [field, ruleValue(inner, isObject(additionalProperties) ? additionalProperties : {})];
    }),
  );
}
