import type { VmRow } from '../api/http/plan-machines.ts';
import type { vmFilter } from '../api/http/shapes.ts';
import type { z } from 'zod';
import { among, matchingRows, type PageQuery, type PageRules } from './page.ts';
import { attentionOrder } from './summaries/vm-state.ts';

const needingAttention = new Set<string>(['SourceNotPoweredOn', 'Failed', 'Stalled', 'CutoverDue']);

function seconds(from: string | undefined, to: string | undefined): number {
  return from === undefined || to === undefined ? -1 : (Date.parse(to) - Date.parse(from)) / 1000;
}

/** How the VMs of a plan are filtered and ordered, also where an action is asked for all that match. */
export const planVmRules: PageRules<VmRow> = {
  searched: (row) => [row.name, row.targetName ?? ''],
  passes: (row, query) =>
    among(query.status, row.state) &&
    among(query.host, row.host ?? '') &&
    among(query.power, row.source.power) &&
    among(query.ids, row.id) &&
    (query.attention === 'all' || needingAttention.has(row.state)),
  columns: {
    name: (row) => row.name,
    targetName: (row) => row.targetName ?? '',
    status: (row) => attentionOrder.indexOf(row.state),
    progress: (row) => row.progress?.percent ?? -1,
    transferred: (row) => row.progress?.completedBytes ?? -1,
    rate: (row) => row.progress?.bytesPerSecond ?? -1,
    left: (row) => row.progress?.secondsLeft ?? Number.MAX_SAFE_INTEGER,
    host: (row) => row.host ?? '',
    started: (row) => row.started ?? '',
    duration: (row) => seconds(row.started, row.completed),
    cutover: (row) => row.warm?.cutover.at ?? '',
    copies: (row) => row.warm?.copies ?? -1,
    // The longest lag is the oldest moment.
    lag: (row) => -Date.parse(row.warm?.copiedUntil ?? '9999-12-31'),
    downtime: (row) => row.downtimeSeconds ?? -1,
  },
  defaultColumns: ['status', 'name'],
  identity: (row) => row.id,
};

/** All VMs that a filter matches; an empty filter matches all. */
export function matchingVms(rows: readonly VmRow[], filter: z.output<typeof vmFilter>): VmRow[] {
  const query: PageQuery = { archived: 'hidden', offset: 0, limit: 1, ...filter };
  return matchingRows(rows, query, planVmRules);
}
