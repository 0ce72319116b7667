import { useCallback, useState } from 'react';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';

type Known = Pick<VmRow, 'id' | 'name' | 'state'>;

/** Selected rows, each as it was seen last. */
export type Selection = ReadonlyMap<string, Known>;

/** Which VMs an act is for when all that match are selected, as the service takes it. */
export type VmFilter = Readonly<Partial<Record<'search' | 'status' | 'host', string>> & { attention?: 'only' | 'all' }>;

export function withRows(
  selection: Selection,
  rows: readonly Known[],
  change: { readonly selected: boolean },
): Selection {
  const next = new Map(selection);
  for (const row of rows) {
    if (change.selected) next.set(row.id, row);
    else next.delete(row.id);
  }
  return next;
}

/** The newest state of what is selected; rows that are not on this page keep what was seen of them. */
export function refreshed(selection: Selection, rows: readonly Known[]): readonly Known[] {
  const now = new Map(rows.map((row) => [row.id, row]));
  return [...selection.values()].map((row) => now.get(row.id) ?? row);
}

/** Two that say the same are the same: absent is as good as empty. */
export function sameFilter(one: VmFilter, other: VmFilter): boolean {
  const text = ({ search = '', status = '', host = '', attention = 'all' }: VmFilter) =>
    JSON.stringify([search, status, host, attention]);
  return text(one) === text(other);
}

/**
 * A set of ids that survives sort, filter, page and refresh. Or all that match a filter, whatever page they stand on:
 * then the filter is what is selected, and another filter selects nothing.
 */
export function useRowSelection(filter: VmFilter) {
  const [selection, setSelection] = useState<Selection>(new Map());
  const [all, setAll] = useState<VmFilter>();
  const matching = all !== undefined && sameFilter(all, filter) ? all : undefined;
  const select = useCallback((rows: readonly Known[], change: { readonly selected: boolean }) => {
    setAll(undefined);
    setSelection((before) => withRows(before, rows, change));
  }, []);
  const selectMatching = useCallback(() => setAll(filter), [filter]);
  const clear = useCallback(() => {
    setAll(undefined);
    setSelection(new Map());
  }, []);
  return { selection, matching, select, selectMatching, clear };
}
