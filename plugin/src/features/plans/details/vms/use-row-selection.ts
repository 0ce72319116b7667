import { useCallback, useState } from 'react';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';

type Known = Pick<VmRow, 'id' | 'name' | 'state'>;

/** Selected rows, each as it was seen last. */
export type Selection = ReadonlyMap<string, Known>;

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

/** A set of ids that survives sort, filter, page and refresh. */
export function useRowSelection() {
  const [selection, setSelection] = useState<Selection>(new Map());
  const select = useCallback((rows: readonly Known[], change: { readonly selected: boolean }) => {
    setSelection((before) => withRows(before, rows, change));
  }, []);
  const clear = useCallback(() => setSelection(new Map()), []);
  return { selection, select, clear };
}
