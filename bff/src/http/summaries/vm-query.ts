import type { Field, QueryFields } from '../../inventory/query-language/fields.ts';
import type { SourceVm } from './inventory-vm.ts';

type Item = Readonly<Record<string, unknown>>;

/** A machine as the table shows it, and as the inventory has it. */
export interface QueriedVm {
  readonly row: SourceVm;
  readonly native: Item;
}

function one(type: Field<QueriedVm>['type'], value: (row: SourceVm) => unknown): Field<QueriedVm> {
  return { type, values: ({ row }) => [value(row)] };
}

/** What the query language knows of a machine; other names are paths into the inventory's record (`guestIpStacks.dns`). */
export const vmQueryFields: QueryFields<QueriedVm> = {
  named: {
    name: one('text', ({ name }) => name),
    power: one('text', ({ power }) => power),
    os: one('text', ({ guestOs }) => guestOs),
    cpus: one('number', ({ cpus }) => cpus),
    memory: one('size', ({ memoryBytes }) => memoryBytes),
    disks: one('number', ({ disks }) => disks),
    size: one('size', ({ diskBytes }) => diskBytes),
    used: one('size', ({ usedBytes }) => usedBytes),
    cluster: one('text', ({ cluster }) => cluster),
    host: one('text', ({ host }) => host),
    folder: one('text', ({ folder }) => folder),
    tag: { type: 'text', values: ({ native }) => [...valuesAt(native.tags, ['name']), ...withCategories(native.tags)] },
    concern: {
      type: 'text',
      values: ({ row }) => row.concerns.flatMap(({ id, label, category }) => [id, label, category]),
    },
  },
  attribute: (path) => ({ type: 'any', values: ({ native }) => valuesAt(native, path) }),
  searched: ({ row }) => row.name,
};

/** `Backup/Nightly`: names alone may stand in several categories. */
function withCategories(tags: unknown): readonly string[] {
  const [categories, names] = [valuesAt(tags, ['category']), valuesAt(tags, ['name'])];
  return categories.map((category, index) => `${String(category)}/${String(names[index])}`);
}

/** Everything at the path; lists are looked into, objects are no values. */
function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [name, ...rest] = path;
  if (value === null || value === undefined) return [];
  if (name === undefined) return typeof value === 'object' ? [] : [value];
  return typeof value === 'object' && Object.hasOwn(value, name) ? valuesAt((value as Item)[name], rest) : [];
}
