import { useCallback, useMemo } from 'react';
import { useAddressParams } from '../page/use-address-params.ts';

export const pageSizes = [20, 50, 100, 200] as const;
const defaultSize = 50;

/** Filters, order and cut of a list, as they stand in the address. */
export interface ListQuery {
  readonly search: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly sort?: string;
  readonly page: number;
  readonly size: number;
}

/** What a change of the query leaves out stays as it was. */
export type ListQueryChange = Partial<ListQuery>;

function positive(text: string | null, fallback: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

export function parseListQuery(params: URLSearchParams, filterNames: readonly string[]): ListQuery {
  const size = positive(params.get('size'), defaultSize);
  const filters = filterNames.map((name) => [name, (params.get(name) ?? '').split(',').filter((part) => part !== '')]);
  return {
    search: params.get('search') ?? '',
    filters: Object.fromEntries(filters) as Record<string, string[]>,
    sort: params.get('sort') ?? undefined,
    page: positive(params.get('page'), 1),
    size: pageSizes.some((one) => one === size) ? size : defaultSize,
  };
}

/** Writes a query into an address that may carry other things; what is default is left out. */
export function withListQuery(params: URLSearchParams, query: ListQuery): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string) => {
    if (value === '') next.delete(name);
    else next.set(name, value);
  };
  set('search', query.search);
  for (const [name, values] of Object.entries(query.filters)) set(name, values.join(','));
  set('sort', query.sort ?? '');
  set('page', query.page === 1 ? '' : String(query.page));
  set('size', query.size === defaultSize ? '' : String(query.size));
  return next;
}

/** The query as the service takes it. */
export function serverQuery(query: ListQuery) {
  return {
    ...(query.search === '' ? {} : { search: query.search }),
    ...Object.fromEntries(
      Object.entries(query.filters)
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, values.join(',')]),
    ),
    ...(query.sort === undefined ? {} : { sort: query.sort }),
    offset: (query.page - 1) * query.size,
    limit: query.size,
  };
}

export interface ListQueryState {
  readonly query: ListQuery;
  /** Anything but a change of page leads back to the first page. */
  readonly change: (change: ListQueryChange) => void;
}

export function changedQuery(query: ListQuery, change: ListQueryChange): ListQuery {
  return { ...query, page: 1, ...change };
}

/** A list's query, kept in the address so that a link shows the next person the same screen. */
export function useListQuery(filterNames: readonly string[]): ListQueryState {
  const [params, changeParams] = useAddressParams();
  const names = filterNames.join(',');
  const query = useMemo(() => parseListQuery(params, names.split(',')), [params, names]);
  const change = useCallback(
    (wanted: ListQueryChange) => {
      changeParams((now) => withListQuery(now, changedQuery(parseListQuery(now, names.split(',')), wanted)));
    },
    [changeParams, names],
  );
  return { query, change };
}
