import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const published = process.env.GANTRY_SCHEMAS;
const names = ['providers', 'networkmaps', 'storagemaps', 'plans', 'migrations', 'hooks', 'hosts', 'conversions'];

/** Fields of ours, all optional, wherever they stand: entries of a plan are repeated in what became of them. */
const additions: ReadonlySet<string> = new Set([
  'shutdownPolicy',
  'precopyInterval',
  'enableChangeTracking',
  'paused',
  'priority',
  'startAt',
]);

describe('CRDs of forklift.konveyor.io', () => {
  it.skipIf(published === undefined).each(names)(
    '%s: accepts what the published schema accepts, no less and no more',
    (name) => {
      const ours = read('charts/gantry/files/crds', name);
      const theirs = read(join(published ?? '', 'forklift'), name);
      expect(withoutAdditions(comparable(ours))).toEqual(comparable(theirs));
    },
  );
});

type Node = Readonly<Record<string, unknown>>;

function read(folder: string, name: string): Node {
  return parse(readFileSync(join(folder, `${name}.forklift.konveyor.io.yaml`), 'utf8')) as Node;
}

function at(node: unknown, ...path: readonly (string | number)[]): Node {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], node) as Node;
}

function withoutAdditions(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (additions.has(key) ? undefined : value)));
}

/** Without prose, and with `allOf` of equal members folded. */
function comparable(crd: Node): unknown {
  return JSON.parse(
    JSON.stringify(at(crd, 'spec'), (key, value: unknown) => {
      if (key === 'description' && typeof value === 'string') return undefined;
      if (typeof value !== 'object' || value === null || !('allOf' in value) || !Array.isArray(value.allOf))
        return value;
      const { allOf, ...rest } = value as { allOf: object[] };
      const equal = allOf.every((member) => JSON.stringify(member) === JSON.stringify(allOf[0]));
      return equal ? { ...rest, ...allOf[0] } : value;
    }),
  );
}
