/** A node of an OpenAPI v3 schema as it stands in a CustomResourceDefinition. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly [keyword: string]: unknown;
}

/** Keywords that say what a value means or how lists merge: they are equal or clients break. */
const meanings = [
  'type',
  'default',
  'nullable',
  'x-kubernetes-int-or-string',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
] as const;

/** Keywords that refuse values: ours may lack them, and may not add or change them. */
const refusals = [
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'x-kubernetes-validations',
] as const;

const open = 'x-kubernetes-preserve-unknown-fields';

/** Where `ours` would take an object of `published` otherwise than `published` does: one line each, by path. Optional fields of ours are no difference. */
export function schemaDifferences(theirs: SchemaNode, own: SchemaNode, path = ''): string[] {
  const published = withFoldedEnums(theirs);
  const ours = withFoldedEnums(own);
  const at = path === '' ? '(root)' : path;
  return [
    ...meanings
      .filter((key) => !same(published[key], ours[key]))
      .map((key) => `${at}: ${key} ${changed(published[key], ours[key])}`),
    ...refusals
      .filter((key) => ours[key] !== undefined && !same(published[key], ours[key]))
      .map((key) => `${at}: ${key} ${changed(published[key], ours[key])}`),
    ...enumDifferences(published, ours, at),
    ...(published[open] === true && ours[open] !== true ? [`${at}: drops unknown fields`] : []),
    ...requiredDifferences(published, ours, at),
    ...memberDifferences(published, ours, path),
  ];
}

/** Generators write `allOf` of enums where a field has two markers; it means the values that stand in all of them. */
function withFoldedEnums(node: SchemaNode): SchemaNode {
  const { allOf, ...others } = node;
  if (!isEnums(allOf)) return node;
  const lists = [...(node.enum === undefined ? [] : [node.enum]), ...allOf.map((part) => part.enum)];
  const [first = [], ...rest] = lists;
  return { ...others, enum: first.filter((value) => rest.every((list) => list.includes(value))) };
}

function isEnums(parts: unknown): parts is readonly { readonly enum: readonly unknown[] }[] {
  return Array.isArray(parts) && parts.every((part: object) => Object.keys(part).join() === 'enum');
}

function enumDifferences(published: SchemaNode, ours: SchemaNode, at: string): string[] {
  if (ours.enum === undefined) return published.enum === undefined ? [] : [`${at}: enum is lost`];
  if (published.enum === undefined) return [`${at}: enum is added`];
  const allowed = new Set(ours.enum.map((value) => JSON.stringify(value)));
  return published.enum
    .map((value) => JSON.stringify(value))
    .filter((value) => !allowed.has(value))
    .map((value) => `${at}: enum lacks ${value}`);
}

function requiredDifferences(published: SchemaNode, ours: SchemaNode, at: string): string[] {
  const theirs = new Set(published.required);
  const own = new Set(ours.required);
  return [
    ...[...own].filter((field) => !theirs.has(field)).map((field) => `${at}: ${field} is required by us only`),
    ...[...theirs].filter((field) => !own.has(field)).map((field) => `${at}: ${field} is no longer required`),
  ];
}

function memberDifferences(published: SchemaNode, ours: SchemaNode, path: string): string[] {
  const fields = Object.entries(published.properties ?? {}).flatMap(([name, theirs]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    const own = ours.properties?.[name];
    if (own !== undefined) return schemaDifferences(theirs, own, inner);
    return ours[open] === true ? [] : [`${inner}: is missing`];
  });
  return [
    ...fields,
    ...innerDifferences(published.items, ours.items, `${path}[]`),
    ...innerDifferences(asNode(published.additionalProperties), asNode(ours.additionalProperties), `${path}{}`),
  ];
}

function innerDifferences(published: SchemaNode | undefined, ours: SchemaNode | undefined, path: string): string[] {
  if (published === undefined) return [];
  return ours === undefined ? [`${path}: is missing`] : schemaDifferences(published, ours, path);
}

function asNode(value: SchemaNode | boolean | undefined): SchemaNode | undefined {
  return typeof value === 'object' ? value : undefined;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changed(published: unknown, ours: unknown): string {
  return `is ${shown(ours)} instead of ${shown(published)}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
