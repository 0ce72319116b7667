import type { InventoryQuery } from './inventory.ts';

/** One row of a page; filters and sorting see exactly what is shown. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };

export interface Matched {
  readonly matching: number;
  readonly rows: readonly Row[];
}

/** Filters, sorts (ties by id) and cuts. */
export function select(rows: Iterable<Row>, query: InventoryQuery): Matched {
  const matching = [...rows].filter(accepts(query));
  if (query.sort !== '') matching.sort(order(query.sort));
  return { matching: matching.length, rows: matching.slice(query.offset, query.offset + query.limit) };
}

function accepts({ search = '', filter = {}, ids }: InventoryQuery): (row: Row) => boolean {
  const wanted = ids && new Set(ids);
  const needle = search.trim().toLowerCase();
  const filters = Object.entries(filter).map(([field, values]) => [field.split('.'), new Set(values)] as const);
  return (row) =>
    (wanted === undefined || wanted.has(row.id)) &&
    (needle === '' || row.name.toLowerCase().includes(needle)) &&
    filters.every(([field, values]) => valuesAt(row, field).some((value) => values.has(value)));
}

/** What a filter is held against: every element of a list, and the id of a reference. */
function valuesAt(value: unknown, [field, ...rest]: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, field === undefined ? [] : [field, ...rest]));
  if (value === undefined || value === null) return [];
  if (typeof value === 'object') {
    const name = field ?? 'id';
    return Object.hasOwn(value, name) ? valuesAt((value as Record<string, unknown>)[name], rest) : [];
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return field === undefined && isScalar ? [String(value)] : [];
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function order(sort = 'name'): (a: Row, b: Row) => number {
  const field = sort.replace(/^-/, '').split('.');
  const direction = sort.startsWith('-') ? -1 : 1;
  return (a, b) =>
    direction * compare(sortValue(a, field), sortValue(b, field)) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Lists are sorted by how many they hold. */
function sortValue(row: Row, field: readonly string[]): string | number {
  const [name = 'name'] = field;
  const value = field.length === 1 && Object.hasOwn(row, name) ? row[name] : undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.length;
  return valuesAt(row, field)[0] ?? '';
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
