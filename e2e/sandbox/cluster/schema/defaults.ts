import type { Schema } from './schema.ts';
import type { JsonObject } from '../json.ts';
import { copy, isObject } from '../json.ts';

/** Fills in defaults in place; only objects that exist get them. A null where none is allowed counts as absent. */
export function applyDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) applyDefaults(item, schema.items);
  } else if (isObject(value)) defaultFields(value, schema);
}

function defaultFields(value: JsonObject, schema: Schema): void {
  const { properties = {}, additionalProperties } = schema;
  for (const [field, inner] of Object.entries(properties)) {
    if (inner.default !== undefined) {
      const absent = value[field] === undefined || (value[field] === null && inner.nullable !== true);
      if (absent) value[field] = copy(inner.default);
    }
    // A null that nothing allows counts as absent.
    else if (value[field] === null && inner.nullable !== true && inner.preserveUnknown !== true)
      Reflect.deleteProperty(value, field);
    applyDefaults(value[field], inner);
  }
  if (!isObject(additionalProperties)) return;
  for (const [field, item] of Object.entries(value))
    if (!Object.hasOwn(properties, field)) applyDefaults(item, additionalProperties);
}
