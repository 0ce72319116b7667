import type { pageQuery } from '../api/http/shapes.ts';
import type { z } from 'zod';

export type PageQuery = z.output<typeof pageQuery>;

export interface PageRules<Row> {
  /** Texts in which `search` is looked for. */
  readonly searched: (row: Row) => readonly string[];
  /** Does the row pass the query's own filters? */
  readonly passes: (row: Row, query: PageQuery) => boolean;
  /** Comparable value per sortable column. */
  readonly columns: Readonly<Record<string, (row: Row) => string | number>>;
  /** Order when the query names none, or a column that does not exist. */
  readonly defaultSort: (left: Row, right: Row) => number;
  /** Breaks ties, so that pages never repeat or miss a row. */
  readonly identity: (row: Row) => string;
}

export interface Page<Row> {
  readonly total: number;
  readonly matching: number;
  readonly rows: Row[];
}

function compare(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : String(left).localeCompare(String(right), 'en', { numeric: true });
}

function orderOf<Row>(sort: string | undefined, rules: PageRules<Row>): (left: Row, right: Row) => number {
  const descending = sort?.startsWith('-') === true;
  const column = rules.columns[descending ? sort.slice(1) : (sort ?? '')];
  if (column === undefined) return rules.defaultSort;
  return (left, right) => compare(column(left), column(right)) * (descending ? -1 : 1);
}

/** Filters, sorts and cuts rows at the server (ux.md §3.0 B). */
export function pageOfRows<Row>(rows: readonly Row[], query: PageQuery, rules: PageRules<Row>): Page<Row> {
  const search = query.search?.toLowerCase() ?? '';
  const matching = rows.filter(
    (row) =>
      rules.passes(row, query) &&
      (search === '' || rules.searched(row).some((text) => text.toLowerCase().includes(search))),
  );
  const order = orderOf(query.sort, rules);
  const sorted = matching.sort(
    (left, right) => order(left, right) || compare(rules.identity(left), rules.identity(right)),
  );
  return {
    total: rows.length,
    matching: matching.length,
    rows: sorted.slice(query.offset, query.offset + query.limit),
  };
}

/** An absent filter passes everything. */
export function among(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}
