import type { InventoryVmPage } from '@gantry/bff/api/http/inventory.ts';
import { key, type Translate } from '../i18n.ts';
import type { Filter } from '../table/filter-select.tsx';
import { concernCategories } from './concern-words.ts';
import type { KnownValues } from './query/suggestions.ts';
import { powerLabels } from './vm-power.tsx';

type Facets = InventoryVmPage['facets'];
type FilterName = keyof Facets;

export const vmFilterNames: readonly FilterName[] = ['concerns', 'power', 'cluster', 'host'];

const concernLabels = { ...labelsOf(concernCategories), None: key('None') };

/** Values that are words of ours, in their order; those of other filters are names. */
const words: Readonly<Partial<Record<FilterName, Readonly<Record<string, string>>>>> = {
  concerns: concernLabels,
  power: powerLabels,
};

const titles: Readonly<Record<FilterName, string>> = {
  concerns: key('Concerns'),
  power: key('Power'),
  cluster: key('Cluster'),
  host: key('Host'),
};

const collator = new Intl.Collator('en', { numeric: true });

function labelsOf(categories: Readonly<Record<string, { readonly label: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(categories).map(([name, { label }]) => [name, label]));
}

/** What the filters can be set to, with the number of machines each; names by which nothing can be told apart are left out. */
export function vmFilters(t: Translate, facets: Facets): Filter[] {
  return vmFilterNames.flatMap((name) => {
    const counts = facets[name];
    const known = words[name];
    const values =
      known === undefined
        ? Object.keys(counts)
            .filter((value) => value !== '')
            .sort(collator.compare)
        : Object.keys(known);
    if (known === undefined && values.length < 2) return [];
    const options = values.map((value) => ({ value, label: t(known?.[value] ?? value), count: counts[value] ?? 0 }));
    return [{ name, label: t(titles[name]), options }];
  });
}

/** Values that the query box suggests. */
export function queryValues({ cluster, host }: Facets): KnownValues {
  const names = (counts: Readonly<Record<string, number>>) => Object.keys(counts).filter((name) => name !== '');
  return {
    power: ['on', 'off', 'suspended'],
    concern: ['critical', 'warning', 'information'],
    cluster: names(cluster),
    host: names(host),
  };
}
