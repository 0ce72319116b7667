import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { version } from '../bff/src/version.ts';
import { settingRows, valueRows } from './generate-install.ts';

// What can be said of the chart without helm; e2e/oracles/helm has the rest.

const chart = join(import.meta.dirname, '../charts/gantry');
const read = (path: string) => readFileSync(join(chart, path), 'utf8');

interface Schema {
  readonly type?: string | string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}
const schema = JSON.parse(read('values.schema.json')) as Schema;
const values = parse(read('values.yaml')) as Record<string, unknown>;

/** Paths of the schema that take any member. */
function open(node: Schema, path = ''): string[] {
  const below = Object.entries(node.properties ?? {}).flatMap(([name, each]) => open(each, `${path}.${name}`));
  const isOpen = node.type === 'object' && (node.additionalProperties ?? true) === true;
  return [...(isOpen ? [path] : []), ...below];
}

/** Paths of all values, members of maps below them. */
function paths(node: Schema, path = ''): string[] {
  const entries = Object.entries(node.properties ?? {});
  if (entries.length === 0) return [path];
  return entries.flatMap(([name, each]) => paths(each, path === '' ? name : `${path}.${name}`));
}

describe('the values of the chart', () => {
  it('keep to their schema', () => {
    const judged = z.fromJSONSchema(schema as z.core.JSONSchema.BaseSchema).safeParse(values);
    expect(judged.error?.issues ?? []).toEqual([]);
  });

  it('are closed', () => {
    expect(open(schema)).toEqual([]);
  });

  it('are explained one by one', () => {
    const rows = valueRows(read('values.yaml'));
    expect(rows.filter(({ meaning }) => meaning === '').map(({ name }) => name)).toEqual([]);
    const named = rows.map(({ name }) => name);
    for (const path of paths(schema).filter((each) => !/^(settings|resources)\./.test(each)))
      expect(named, path).toContain(path);
  });

  it('know every setting of the engine, and no other', () => {
    const settings = settingRows(readFileSync(join(chart, '../../bff/src/config/settings.ts'), 'utf8'));
    expect(Object.keys(schema.properties?.settings?.properties ?? {}).sort()).toEqual(
      settings.map(({ name }) => name).sort(),
    );
  });
});

describe('the files of the chart', () => {
  it.each(globSync('{*.yaml,files/**/*.yaml}', { cwd: chart }))('%s is YAML', (path) => {
    expect(parseAllDocuments(read(path)).flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('belong to the version of the service', () => {
    const { appVersion } = parse(read('Chart.yaml')) as { appVersion: string };
    const workspaces = ['package.json', 'bff/package.json', 'plugin/package.json'].map(
      (path) => (JSON.parse(readFileSync(join(chart, '../..', path), 'utf8')) as { version: string }).version,
    );
    expect([appVersion, ...workspaces]).toEqual([version, version, version, version]);
  });
});
