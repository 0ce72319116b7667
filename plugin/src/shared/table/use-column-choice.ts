import { useCallback, useMemo } from 'react';
import { useUserPreference } from '../console-sdk.ts';
import type { ColumnChoice } from './column-choice.ts';

/** Whatever stands in the preference: of another version, or written by hand. */
function parsed(stored: unknown): ColumnChoice {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value === 'shown' || value === 'hidden'));
}

export interface ColumnChoiceState {
  readonly choice: ColumnChoice;
  readonly choose: (choice: ColumnChoice) => void;
}

/** The user's columns of a table, kept among the console's user preferences. */
export function useColumnChoice(table: string): ColumnChoiceState {
  const [stored, store] = useUserPreference<unknown>(`gantry.columns.${table}`, {});
  const choice = useMemo(() => parsed(stored), [stored]);
  const choose = useCallback((next: ColumnChoice) => store(next), [store]);
  return { choice, choose };
}
