import type { Schema } from './schema.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';

const EMBEDDED_FIELDS: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/**
 * Removes fields that the schema does not know from `value`, in place, and returns their paths
 * (`spec.disks[0].colour`). The top level's apiVersion, kind and metadata are always known.
 */
export function prune(value: JsonObject, schema: Schema): string[] {
  const unknown: string[] = [];
  pruneObject(value, { ...schema, embeddedResource: true }, '', unknown);
  return unknown;
}

function pruneValue(value: unknown, schema: Schema, path: string, unknown: string[]): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined)
      value.forEach((item: unknown, index) => {
        pruneValue(item, items, `${path}[${index}]`, unknown);
      });
  } else if (isObject(value)) pruneObject(value, schema, path, unknown);
}

function pruneObject(value: JsonObject, schema: Schema, path: string, unknown: string[]): void {
  const { properties, additionalProperties } = schema;
  for (const field of Object.keys(value)) {
    const inner = path === '' ? field : `${path}.${field}`;
    if (schema.embeddedResource === true && EMBEDDED_FIELDS.includes(field)) continue;
    const known = properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined;
    if (known !== undefined) pruneValue(value[field], known, inner, unknown);
    else if (isObject(additionalProperties)) pruneValue(value[field], additionalProperties, inner, unknown);
    else if (additionalProperties !== true && schema.preserveUnknown !== true) {
      Reflect.deleteProperty(value, field);
      unknown.push(inner);
    }
  }
}
