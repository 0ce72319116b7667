import type { JsonObject } from '../json.ts';
import { at, isObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts';

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/** One of x-kubernetes-validations. */
export interface Rule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** A structural schema, as a CustomResourceDefinition carries it in openAPIV3Schema. */
export interface Schema {
  readonly type?: SchemaType;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly preserveUnknown?: boolean;
  readonly intOrString?: boolean;
  readonly embeddedResource?: boolean;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly rules?: readonly Rule[];
}

const TYPES: readonly string[] = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
const NUMBERS = [
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;
const FLAGS = ['nullable', 'exclusiveMinimum', 'exclusiveMaximum', 'uniqueItems'] as const;
const COMBINATIONS = ['allOf', 'anyOf', 'oneOf'] as const;

function pattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'u');
  } catch {
    try {
      return new RegExp(text);
    } catch {
      return undefined;
    }
  }
}

/** Reads the JSON form; what is malformed is left out, since `structuralProblems` names it. */
export function parseSchema(json: unknown): Schema {
  if (!isObject(json)) return {};
  const type = json.type;
  const text = json.pattern;
  const items = json.items;
  const not = objectAt(json, 'not');
  return {
    ...(typeof type === 'string' && TYPES.includes(type) ? { type: type as SchemaType } : {}),
    ...pickStrings(json),
    ...pickScalars(json),
    ...(isObject(json.properties) ? { properties: mapSchemas(json.properties) } : {}),
    ...additional(json.additionalProperties),
    ...(isObject(items) ? { items: parseSchema(items) } : {}),
    ...(Array.isArray(json.required) ? { required: textsAt(json, 'required') } : {}),
    ...(Array.isArray(json.enum) ? { enum: json.enum as unknown[] } : {}),
    ...(Object.hasOwn(json, 'default') ? { default: json.default } : {}),
    ...(typeof text === 'string' ? { pattern: pattern(text) } : {}),
    ...combinations(json),
    ...(not === undefined ? {} : { not: parseSchema(not) }),
    ...extensions(json),
  };
}

function pickStrings(json: JsonObject): Partial<Schema> {
  const { format, description } = json;
  return {
    ...(typeof format === 'string' ? { format } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
}

function pickScalars(json: JsonObject): Partial<Schema> {
  const found: Record<string, number | boolean> = {};
  for (const field of NUMBERS) {
    const value = json[field];
    if (typeof value === 'number') found[field] = value;
  }
  for (const field of FLAGS) if (json[field] === true) found[field] = true;
  return found;
}

function mapSchemas(properties: JsonObject): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, parseSchema(schema)]));
}

function additional(json: unknown): Partial<Schema> {
  if (typeof json === 'boolean') return { additionalProperties: json };
  return isObject(json) ? { additionalProperties: parseSchema(json) } : {};
}

function combinations(json: JsonObject): Partial<Schema> {
  const found: Partial<Record<(typeof COMBINATIONS)[number], Schema[]>> = {};
  for (const name of COMBINATIONS) {
    const value = json[name];
    if (Array.isArray(value)) found[name] = value.map(parseSchema);
  }
  return found;
}

function extensions(json: JsonObject): Partial<Schema> {
  const listType = at(json, 'x-kubernetes-list-type');
  const mapType = at(json, 'x-kubernetes-map-type');
  return {
    ...(json['x-kubernetes-preserve-unknown-fields'] === true ? { preserveUnknown: true } : {}),
    ...(json['x-kubernetes-int-or-string'] === true ? { intOrString: true } : {}),
    ...(json['x-kubernetes-embedded-resource'] === true ? { embeddedResource: true } : {}),
    ...(listType === 'atomic' || listType === 'set' || listType === 'map' ? { listType } : {}),
    ...rules(json),
    ...(mapType === 'atomic' || mapType === 'granular' ? { mapType } : {}),
    ...(Array.isArray(json['x-kubernetes-list-map-keys'])
      ? { listMapKeys: textsAt(json, 'x-kubernetes-list-map-keys') }
      : {}),
  };
}

const RULE_TEXTS = ['message', 'messageExpression', 'reason', 'fieldPath'] as const;

function rules(json: JsonObject): Partial<Schema> {
  const found = objectsAt(json, 'x-kubernetes-validations').map((rule) => ({
    rule: textAt(rule, 'rule') ?? '',
    ...(rule.optionalOldSelf === true ? { optionalOldSelf: true } : {}),
    ...Object.fromEntries(
      RULE_TEXTS.flatMap((field) => {
        const text = textAt(rule, field) ?? '';
        return text === '' ? [] : [[field, text] as const];
      }),
    ),
  }));
  return found.length === 0 ? {} : { rules: found };
}
