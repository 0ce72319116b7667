import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Folder of CRDs as their projects publish them; tests against them are skipped where it is not set. */
export const publishedSchemas = process.env.GANTRY_SCHEMAS;

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/** What an API server with strict field validation would say against `object`; empty when nothing. */
export function schemaProblems(crd: string, object: unknown): string[] {
  const text = readFileSync(join(publishedSchemas ?? '', crd), 'utf8');
  const document = parse(text) as { spec: { versions: { storage: boolean; schema: { openAPIV3Schema: Schema } }[] } };
  const version = document.spec.versions.find((candidate) => candidate.storage);
  if (version === undefined) throw new Error(`${crd} stores no version`);
  const root = version.schema.openAPIV3Schema;
  const metadata = { 'x-kubernetes-preserve-unknown-fields': true };
  return problems({ ...root, properties: { ...root.properties, metadata } }, object, '');
}

function problems(schema: Schema, value: unknown, path: string): string[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof value === 'string' || Number.isInteger(value) ? [] : [`${path}: not an integer or string`];
  }
  if (Array.isArray(value)) {
    if (schema.type !== 'array') return [`${path}: a list is not expected`];
    return value.flatMap((item, index) => problems(schema.items ?? {}, item, `${path}[${String(index)}]`));
  }
  if (typeof value === 'object' && value !== null)
    return memberProblems(schema, value as Record<string, unknown>, path);
  const type = Number.isInteger(value) && schema.type === 'integer' ? 'integer' : typeof value;
  if (schema.type !== undefined && schema.type !== type) return [`${path}: ${type} instead of ${schema.type}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path}: ${String(value)} is not allowed`];
  return [];
}

function memberProblems(schema: Schema, value: Record<string, unknown>, path: string): string[] {
  if (schema.type !== undefined && schema.type !== 'object') return [`${path}: an object is not expected`];
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${path}.${name}: missing`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const known =
      schema.properties?.[name] ??
      (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
    if (known !== undefined) return problems(known, member, `${path}.${name}`);
    return open ? [] : [`${path}.${name}: unknown field`];
  });
  return [...missing, ...members];
}
