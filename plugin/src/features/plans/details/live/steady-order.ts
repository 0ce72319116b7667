import { useEffect, useState } from 'react';

/** Rows in the order in which they stood, those that are new behind them. */
export function inFormerOrder<Row>(
  former: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Row[] {
  const places = new Map(former.map((id, index) => [id, index]));
  const place = (row: Row) => places.get(keyOf(row)) ?? former.length;
  return [...rows].sort((left, right) => place(left) - place(right));
}

const reorderMs = 10_000;

interface SteadyRows<Row> {
  readonly rows: readonly Row[];
  /** The order has changed meanwhile; shows it. */
  readonly update?: () => void;
}

interface SteadyOptions<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Changes when the user wants another order or cut: it is shown at once. */
  readonly query: string;
  /** Pointer or focus is in the table. */
  readonly inUse: () => boolean;
}

interface Shown<Row> {
  readonly query: string;
  readonly ids: readonly string[];
  /** Rows of the query before: the next ones are the first that answer this query. */
  readonly answersBefore?: readonly Row[];
}

function next<Row>(shown: Shown<Row>, { rows, keyOf, query }: SteadyOptions<Row>): Shown<Row> {
  if (shown.query !== query) return { query, ids: rows.map(keyOf), answersBefore: rows };
  if (shown.answersBefore === undefined || shown.answersBefore === rows) return shown;
  return { query, ids: rows.map(keyOf) };
}

/** A table that is sorted by a live column re-orders at most every 10 s, and never while it is being used. */
export function useSteadyRows<Row>(options: SteadyOptions<Row>): SteadyRows<Row> {
  const { rows, keyOf, query, inUse } = options;
  const wanted = rows.map(keyOf);
  const [held, setHeld] = useState<Shown<Row>>({ query, ids: wanted });
  const shown = next(held, options);
  if (shown !== held) setHeld(shown);
  const ordered = inFormerOrder(shown.ids, rows, keyOf);
  const differs = ordered.some((row, index) => keyOf(row) !== wanted[index]);
  const wantedKey = wanted.join(',');
  useEffect(() => {
    if (!differs) return undefined;
    const timer = setInterval(() => {
      if (!inUse()) setHeld({ query, ids: wantedKey.split(',') });
    }, reorderMs);
    return () => {
      clearInterval(timer);
    };
  }, [differs, query, wantedKey, inUse]);
  return { rows: ordered, ...(differs ? { update: () => setHeld({ query, ids: wanted }) } : {}) };
}
