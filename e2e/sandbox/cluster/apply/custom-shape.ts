import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { Schema } from '../schema/schema.ts';
import { METADATA } from './core-shape.ts';
import type { Shape } from './shape.ts';
import { OPEN, WHOLE } from './shape.ts';

const shapes = new WeakMap<Schema, Shape>();

function listOf({ listType, listMapKeys = [], items = {} }: Schema): Shape {
  const item = shapeOf(items);
  if (listType === 'set') return { list: { keys: [], item: WHOLE, defaults: {} } };
  if (listType !== 'map') return WHOLE;
  const defaults: JsonObject = {};
  for (const key of listMapKeys) {
    const inner = items.properties?.[key]?.default;
    if (inner !== undefined) defaults[key] = inner;
  }
  return { list: { keys: listMapKeys, item, defaults } };
}

function made(schema: Schema): Shape {
  const { type, properties = {}, additionalProperties, preserveUnknown, mapType } = schema;
  if (type === 'array') return listOf(schema);
  if (type !== 'object') return preserveUnknown === true ? OPEN : WHOLE;
  if (mapType === 'atomic') return WHOLE;
  const others = isObject(additionalProperties) ? shapeOf(additionalProperties) : OPEN;
  const declared = (field: string) => Object.hasOwn(properties, field);
  return {
    fields: {
      declared: (field) => declared(field) || (schema.embeddedResource === true && field === 'metadata'),
      of: (field) => {
        const inner = declared(field) ? properties[field] : undefined;
        if (inner !== undefined) return shapeOf(inner);
        return schema.embeddedResource === true && field === 'metadata' ? METADATA : others;
      },
    },
  };
}

/** How ownership divides what a definition's schema describes. */
export function shapeOf(schema: Schema): Shape {
  const found = shapes.get(schema);
  if (found !== undefined) return found;
  const shape = made(schema);
  shapes.set(schema, shape);
  return shape;
}

export function customShape(schema: Schema): Shape {
  const { fields = OPEN.fields } = shapeOf(schema);
  return {
    fields: {
      declared: (field) => field === 'metadata' || fields?.declared(field) === true,
      of: (field) => (field === 'metadata' ? METADATA : (fields?.of(field) ?? OPEN)),
    },
  };
}
