import type { Column } from './data-table.tsx';

/** What a user chose differently from what a table shows by itself, by the columns' keys. */
export type ColumnChoice = Readonly<Partial<Record<string, 'shown' | 'hidden'>>>;

type Chosen = Pick<Column<never>, 'key' | 'initially' | 'titleVisibility'>;

/** The row's header and its menu always stay. */
export function isChoosable(column: Chosen, index: number): boolean {
  return index > 0 && column.titleVisibility !== 'hidden';
}

export function isShown(column: Chosen, choice: ColumnChoice): boolean {
  return (choice[column.key] ?? (column.initially === 'hidden' ? 'hidden' : 'shown')) === 'shown';
}

export function shownColumns<C extends Chosen>(columns: readonly C[], choice: ColumnChoice): C[] {
  return columns.filter((column, index) => !isChoosable(column, index) || isShown(column, choice));
}
