import { listInventoryVms, type InventoryVmPage } from '@gantry/bff/api/http/inventory.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import type { Named } from '../address.ts';
import { useLive } from '../live/use-live.ts';
import { serverQuery, type ListQuery } from '../table/list-query.ts';

/** A list's query as the inventory takes it: what is typed is in the query language. */
export function vmServerQuery(query: ListQuery) {
  const { search, ...others } = serverQuery(query);
  return search === undefined ? others : { ...others, where: search };
}

interface VmPageState {
  readonly data?: InventoryVmPage;
  /** What is wrong with the query; the rows are those of the query before. */
  readonly fault?: Problem;
  readonly problem?: Problem;
  readonly reload: () => void;
}

const noRows: InventoryVmPage = {
  total: 0,
  matching: 0,
  rows: [],
  unreadable: [],
  phase: 'ready',
  facets: { power: {}, host: {}, cluster: {}, concerns: {} },
  sums: { running: 0, diskBytes: 0, usedBytes: 0 },
};

/** A page of a source's machines, live. */
export function useVmPage(source: Named, query: ListQuery): VmPageState {
  const { data, problem, reload } = useLive(listInventoryVms, {
    params: { project: source.namespace, name: source.name },
    query: vmServerQuery(query),
  });
  if (problem?.code !== 'query-not-valid') return { data, problem, reload };
  return { data: data ?? noRows, fault: problem, reload };
}
