import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Cause } from '../status-error.ts';
import { parseSchema } from './schema.ts';
import { validate } from './validate.ts';

/** Defaults that their own schema refuses. */
export function defaultProblems(schema: JsonObject, path: string): Cause[] {
  const own =
    schema.default === undefined
      ? []
      : validate(schema.default, parseSchema(schema)).map((cause) => ({ ...cause, field: `${path}.default` }));
  const { properties, items, additionalProperties } = schema;
  const inner = isObject(properties)
    ? Object.entries(properties).flatMap(([name, child]) =>
        isObject(child) ? defaultProblems(child, `${path}.properties[${name}]`) : [],
      )
    : [];
  const listed = isObject(items) ? defaultProblems(items, `${path}.items`) : [];
  const mapped = isObject(additionalProperties)
    ? defaultProblems(additionalProperties, `${path}.additionalProperties`)
    : [];
  return [...own, ...inner, ...listed, ...mapped];
}
