import type { Named } from '../../../../shared/address.ts';
import { serverQuery, useListQuery } from '../../../../shared/table/list-query.ts';

const noFilters: readonly string[] = [];

/** The query of a list of places, and what it asks the service for. */
export function usePlaceQuery({ namespace, name }: Named) {
  const list = useListQuery(noFilters);
  return { list, request: { params: { project: namespace, name }, query: serverQuery(list.query) } };
}
