import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaDifferences, type SchemaNode } from './schema-difference.ts';

interface Kind {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: Readonly<Record<string, unknown>>;
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly subresources?: Readonly<Record<string, unknown>>;
      readonly additionalPrinterColumns?: readonly { readonly name: string }[];
      readonly schema: { readonly openAPIV3Schema: SchemaNode };
    }[];
  };
}

const folder = process.env.GANTRY_SCHEMAS;
const ourFolder = new URL('../../charts/gantry/files/crds/', import.meta.url).pathname;

/** Our kinds that others publish too, by the folder they stand in there. */
const shared = { 'forklift.konveyor.io': 'forklift', 'migration.openshift.io': 'mtc' } as const;

const kindOf = (path: string) => parse(readFileSync(path, 'utf8')) as Kind;

function publishedPath(file: string): string | undefined {
  const publisher = Object.entries(shared).find(([group]) => file.endsWith(`.${group}.yaml`))?.[1];
  return publisher === undefined || folder === undefined ? undefined : join(folder, publisher, file);
}

const pairs = (existsSync(ourFolder) ? readdirSync(ourFolder) : []).flatMap((file) => {
  const path = publishedPath(file);
  return path === undefined ? [] : [{ file, published: kindOf(path), ours: kindOf(join(ourFolder, file)) }];
});

describe('our kinds and the published ones', () => {
  if (folder === undefined) {
    test.skip('not run: GANTRY_SCHEMAS names no folder', () => undefined);
    return;
  }
  test('there are kinds to compare', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(8);
  });
  test.each(pairs)('$file accepts the same objects', ({ published, ours }) => {
    const differences = published.spec.versions.flatMap((version) => {
      const own = ours.spec.versions.find(({ name }) => name === version.name);
      if (own === undefined) return [`${version.name}: is missing`];
      return schemaDifferences(version.schema.openAPIV3Schema, own.schema.openAPIV3Schema);
    });
    expect(differences).toEqual([]);
  });
  test.each(pairs)('$file is served the same way', ({ published, ours }) => {
    expect(ours.spec.group).toBe(published.spec.group);
    expect(ours.spec.scope).toBe(published.spec.scope);
    expect(ours.spec.names).toMatchObject(published.spec.names);
    for (const version of published.spec.versions) {
      const own = ours.spec.versions.find(({ name }) => name === version.name);
      expect(own).toMatchObject({ served: version.served, storage: version.storage });
      expect(own?.subresources).toEqual(version.subresources);
      const columns = own?.additionalPrinterColumns?.map(({ name }) => name) ?? [];
      expect(columns).toEqual(expect.arrayContaining(version.additionalPrinterColumns?.map(({ name }) => name) ?? []));
    }
  });
});
