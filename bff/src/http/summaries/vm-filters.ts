import type { InventoryVmPage } from '../../api/http/inventory.ts';
import type { SourceVm } from './inventory-vm.ts';

type Facets = InventoryVmPage['facets'];
type FilterName = keyof Facets;

/** What each filter of the VM table looks at. */
const filters: Readonly<Record<FilterName, (row: SourceVm) => readonly string[]>> = {
  power: ({ power }) => [power],
  host: ({ host }) => [host],
  cluster: ({ cluster }) => [cluster],
  concerns: ({ concerns }) =>
    concerns.length === 0 ? ['None'] : [...new Set(concerns.map(({ category }) => category))],
};

/** An absent or empty filter passes everything. */
export function passesFilters(row: SourceVm, query: Readonly<Partial<Record<FilterName, readonly string[]>>>): boolean {
  return Object.entries(filters).every(([name, valuesOf]) => {
    const wanted = query[name as FilterName] ?? [];
    return wanted.length === 0 || valuesOf(row).some((value) => wanted.includes(value));
  });
}

/** How many of the rows have each value. */
export function facetsOf(rows: readonly SourceVm[]): Facets {
  const counted = (valuesOf: (row: SourceVm) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of rows.flatMap(valuesOf)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  const { power, host, cluster, concerns } = filters;
  return { power: counted(power), host: counted(host), cluster: counted(cluster), concerns: counted(concerns) };
}
