import { parse as parseYaml } from 'yaml';
import type { JsonObject } from '../json.ts';
import { copy, isObject, textAt } from '../json.ts';
import { readMetadata } from '../metadata.ts';
import { apiVersionOf } from '../resource-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { prune } from '../schema/prune.ts';
import type { Schema } from '../schema/schema.ts';
import { StatusError, badRequest } from '../status-error.ts';
import { pathText } from './field-set.ts';
import type { Shape } from './shape.ts';
import { partsOf, repeatedItem } from './shape.ts';
import { shapeOfType } from './track.ts';

/** What somebody applies, from JSON or YAML. Throws what the API server answers to what cannot be applied. */
export function readConfiguration(text: string, type: ResourceType): JsonObject {
  const json = parsed(text);
  const [apiVersion, kind] = [textAt(json, 'apiVersion') ?? '', textAt(json, 'kind') ?? ''];
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind)
    throw badRequest(`invalid object type: ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`);
  if (isObject(json.metadata) && json.metadata.managedFields !== undefined && json.metadata.managedFields !== null)
    throw badRequest('metadata.managedFields must be nil');
  const problems = problemsOf(json, type);
  if (problems.length === 0) return json;
  const place = `${textAt(json, 'metadata', 'namespace') ?? ''}/${textAt(json, 'metadata', 'name') ?? ''}`;
  const what = `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`;
  const why = problems.length === 1 ? problems.join('') : ['errors:', ...problems.map((one) => `  ${one}`)].join('\n');
  throw new StatusError({ code: 500, message: `failed to create typed patch object (${place}; ${what}): ${why}` });
}

function parsed(text: string): JsonObject {
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : (parseYaml(text, { uniqueKeys: false }) as unknown);
  } catch (error) {
    throw badRequest(`error encoding patch: yaml: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  if (isObject(json)) return json;
  const found = Array.isArray(json) ? 'array' : typeof json;
  throw badRequest(
    `error decoding patch: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
  );
}

function problemsOf(json: JsonObject, type: ResourceType): string[] {
  const unknown: string[] = [];
  readMetadata(json.metadata, unknown);
  const { schema } = type;
  if (schema !== undefined) unknown.push(...prune(copy(json), schema));
  return [
    ...unknown.map((path) => `.${path}: field not declared in schema`),
    ...(schema === undefined ? [] : mistyped(json, { ...schema, embeddedResource: true }, '')),
    ...repeated(json, shapeOfType(type), []),
  ];
}

type Expectation = readonly [fits: (value: unknown) => boolean, complaint: (value: unknown) => string];

const shown = (value: unknown) =>
  `&{${isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)}}`;

const EXPECTED: Readonly<Record<string, Expectation>> = {
  object: [isObject, (value) => `expected map, got ${shown(value)}`],
  array: [Array.isArray, (value) => `expected list, got ${shown(value)}`],
  string: [
    (value) => typeof value === 'string',
    (value) => `expected string, got &value.valueUnstructured{Value:${JSON.stringify(value)}}`,
  ],
  boolean: [(value) => typeof value === 'boolean', (value) => `expected boolean, got ${shown(value)}`],
};
const NUMERIC: Expectation = [
  (value) => typeof value === 'number',
  (value) => `expected numeric (int or float), got ${typeof value === 'boolean' ? 'bool' : typeof value}`,
];

function mistyped(value: unknown, schema: Schema, path: string): string[] {
  if (value === undefined || value === null || schema.intOrString === true) return [];
  if (schema.type !== undefined) {
    const [fits, complaint] = EXPECTED[schema.type] ?? NUMERIC;
    if (!fits(value)) return [`${path}: ${complaint(value)}`];
  }
  const { items, properties = {}, additionalProperties } = schema;
  if (Array.isArray(value))
    return items === undefined ? [] : value.flatMap((item, index) => mistyped(item, items, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const known = Object.hasOwn(properties, field) ? properties[field] : additionalProperties;
    return isObject(known) ? mistyped(inner, known, `${path}.${field}`) : [];
  });
}

/** Items of associative lists that are there twice. */
function repeated(value: unknown, shape: Shape, path: readonly string[]): string[] {
  const twice = shape.list !== undefined && Array.isArray(value) ? repeatedItem(value, shape.list) : undefined;
  return [
    ...(twice === undefined ? [] : [`${pathText(path)}: duplicate entries for key ${pathText([twice])}`]),
    ...[...(partsOf(value, shape) ?? [])].flatMap(([step, part]) => repeated(part.value, part.shape, [...path, step])),
  ];
}
