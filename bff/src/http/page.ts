import type { pageQuery } from '../api/http/shapes.ts';
import type { z } from 'zod';

export type PageQuery = z.output<typeof pageQuery>;

/** `Query`: with what the page can be asked for besides. */
export interface PageRules<Row, Query extends PageQuery = PageQuery> {
  /** Texts in which `search` is looked for. */
  readonly searched: (row: Row) => readonly string[];
  /** Does the row pass the query's own filters? */
  readonly passes: (row: Row, query: Query) => boolean;
  /** Comparable value per sortable column. */
  readonly columns: Readonly<Record<string, (row: Row) => string | number>>;
  /** Columns by which rows are ordered when the query names none, or one that does not exist; `-` is descending. */
  readonly defaultColumns: readonly string[];
  /** Breaks ties, so that pages never repeat or miss a row. */
  readonly identity: (row: Row) => string;
}

export interface Page<Row> {
  readonly total: number;
  readonly matching: number;
  readonly rows: Row[];
}

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers by size, texts as people sort them: `web-9` before `web-10`. */
function compare(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : collator.compare(String(left), String(right));
}

function orderOf<Row>(
  sort: string | undefined,
  rules: Omit<PageRules<Row>, 'passes'>,
): (left: Row, right: Row) => number {
  const known = sort !== undefined && Object.hasOwn(rules.columns, sort.replace(/^-/, ''));
  const orders = (known ? [sort] : rules.defaultColumns).flatMap((name) => {
    const column = rules.columns[name.replace(/^-/, '')];
    const direction = name.startsWith('-') ? -1 : 1;
    return column === undefined ? [] : [(left: Row, right: Row) => direction * compare(column(left), column(right))];
  });
  return (left, right) => {
    for (const order of orders) {
      const result = order(left, right);
      if (result !== 0) return result;
    }
    return compare(rules.identity(left), rules.identity(right));
  };
}

/** Rows that pass the query's filters, unordered. */
export function matchingRows<Row, Query extends PageQuery>(
  rows: readonly Row[],
  query: Query,
  rules: PageRules<Row, Query>,
): Row[] {
  const search = query.search?.trim().toLowerCase() ?? '';
  return rows.filter(
    (row) =>
      rules.passes(row, query) &&
      (search === '' || rules.searched(row).some((text) => text.toLowerCase().includes(search))),
  );
}

/** Filters, sorts and cuts rows at the server (ux.md §3.0 B). */
export function pageOfRows<Row, Query extends PageQuery>(
  rows: readonly Row[],
  query: Query,
  rules: PageRules<Row, Query>,
): Page<Row> {
  const matching = matchingRows(rows, query, rules).sort(orderOf(query.sort, rules));
  return {
    total: rows.length,
    matching: matching.length,
    rows: matching.slice(query.offset, query.offset + query.limit),
  };
}

/** An absent filter passes everything. */
export function among(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}
