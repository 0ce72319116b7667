import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { planDefaults } from './wish-text.ts';

/** Where the schema of a kind's spec sets what was not said: `field` or `field.field`, with the value. */
function defaultsIn(kind: string): Record<string, unknown> {
  const file = new URL(`../../../../charts/gantry/files/crds/${kind}.forklift.konveyor.io.yaml`, import.meta.url);
  const { spec } = parse(readFileSync(file, 'utf8')) as {
    spec: { versions: { schema: { openAPIV3Schema: Schema } }[] };
  };
  const found = spec.versions.flatMap(({ schema }) => below(schema.openAPIV3Schema.properties?.spec ?? {}, ''));
  return Object.fromEntries(found);
}

interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

function below(schema: Schema, path: string): [string, unknown][] {
  const { additionalProperties: more } = schema;
  const members = Object.entries({
    ...schema.properties,
    ...(schema.items && { '[]': schema.items }),
    ...(typeof more === 'object' && { '*': more }),
  });
  return members.flatMap(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [...(member.default === undefined ? [] : [[at, member.default] as [string, unknown]]), ...below(member, at)];
  });
}

// One more would make the stamps of all plans that do not say it worthless.
it.each([
  ['plans', planDefaults],
  ['migrations', {}],
])('the schema of %s sets nothing that stamps do not know of', (kind, known) => {
  expect(defaultsIn(kind)).toEqual(known);
});
