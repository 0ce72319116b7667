import type { Schema } from './schema.ts';
import type { JsonObject } from '../json.ts';
import { copy, isObject } from '../json.ts';

interface Options {
  /** What becomes of a null that nothing allows and no default replaces. */
  readonly nulls: 'absent' | 'kept';
}

/** Fills in defaults in place; only objects that exist get them. A null where none is allowed counts as absent. */
export function applyDefaults(value: unknown, schema: Schema, options: Options = { nulls: 'absent' }): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) applyDefaults(item, schema.items, options);
  } else if (isObject(value)) defaultFields(value, schema, options);
}

function defaultFields(value: JsonObject, schema: Schema, options: Options): void {
  const { properties = {}, additionalProperties } = schema;
  for (const [field, inner] of Object.entries(properties)) {
    const absent = value[field] === undefined || (value[field] === null && inner.nullable !== true);
    if (inner.default !== undefined) {
      if (absent) value[field] = copy(inner.default);
    } else if (absent && options.nulls === 'absent' && inner.preserveUnknown !== true)
      Reflect.deleteProperty(value, field);
    applyDefaults(value[field], inner, options);
  }
  if (!isObject(additionalProperties)) return;
  for (const [field, item] of Object.entries(value))
    if (!Object.hasOwn(properties, field)) applyDefaults(item, additionalProperties, options);
}
