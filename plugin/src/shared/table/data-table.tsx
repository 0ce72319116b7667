import { useRef, type ReactNode } from 'react';
import { Button, EmptyState, EmptyStateActions, EmptyStateFooter } from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useT } from '../i18n.ts';
import type { ListQueryState } from './list-query.ts';
import { RowCheckbox } from './row-checkbox.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The service's name of the order; columns without one are not sorted by. */
  readonly sort?: string;
  readonly alignment?: 'end';
  /** Shown only when the user chose it. */
  readonly initially?: 'hidden';
  /** The header is for screen readers only. */
  readonly titleVisibility?: 'hidden';
}

export interface RowSelection<Row> {
  readonly isSelected: (row: Row) => boolean;
  readonly select: (rows: readonly Row[], change: { readonly selected: boolean }) => void;
}

interface DataTableProps<Row> extends ListQueryState {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly defaultSort: string;
  readonly variant?: 'compact';
  readonly selection?: RowSelection<Row>;
  readonly isHighlighted?: (row: Row) => boolean;
  /** Shown when no row matches. */
  readonly filterNames: readonly string[];
}

function NoMatches({ query, change, filterNames }: ListQueryState & { readonly filterNames: readonly string[] }) {
  const t = useT();
  return (
    <EmptyState icon={SearchIcon} titleText={t('No results match the filters')} headingLevel="h2">
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button
            variant="link"
            onClick={() => {
              change({
                ...query,
                page: 1,
                search: '',
                filters: Object.fromEntries(filterNames.map((name) => [name, []])),
              });
            }}
          >
            {t('Clear all filters')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

type HeadProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'rows' | 'selection' | 'defaultSort' | 'query' | 'change'>;

function TableHead<Row>({ columns, rows, selection, defaultSort, query, change }: HeadProps<Row>) {
  const t = useT();
  const sort = query.sort ?? defaultSort;
  const sortedIndex = columns.findIndex((column) => column.sort === sort.replace(/^-/, ''));
  const sortOf = (index: number, name: string) => ({
    columnIndex: index,
    sortBy: { index: sortedIndex, direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const) },
    onSort: (_: unknown, __: number, direction: 'asc' | 'desc') => {
      change({ sort: direction === 'desc' ? `-${name}` : name });
    },
  });
  return (
    <Thead>
      <Tr>
        {selection !== undefined && (
          <Th className="pf-v6-c-table__check">
            <RowCheckbox
              label={t('Select all rows of this page')}
              isChecked={rows.every(selection.isSelected)}
              onChange={({ selected }) => {
                selection.select(rows, { selected });
              }}
            />
          </Th>
        )}
        {columns.map(({ key, title, alignment, sort: name, titleVisibility }, index) => (
          <Th
            key={key}
            modifier="nowrap"
            className={alignment === 'end' ? 'gantry-number' : undefined}
            {...(name === undefined ? {} : { sort: sortOf(index, name) })}
          >
            {titleVisibility === 'hidden' ? <span className="pf-v6-screen-reader">{title}</span> : title}
          </Th>
        ))}
      </Tr>
    </Thead>
  );
}

// PatternFly makes a stop of the keyboard of every cell with hidden text, which it takes for text that is cut.
const noStop = -1;

/** The first column is the row's header. */
function Cells<Row>({ columns, row }: { readonly columns: readonly Column<Row>[]; readonly row: Row }) {
  return columns.map(({ key, title, titleVisibility, alignment, cell }, index) =>
    index === 0 ? (
      <Th key={key} scope="row" dataLabel={title} tabIndex={noStop}>
        {cell(row)}
      </Th>
    ) : (
      <Td
        key={key}
        dataLabel={titleVisibility === 'hidden' ? undefined : title}
        className={alignment === 'end' ? 'gantry-number' : undefined}
        isActionCell={titleVisibility === 'hidden'}
        tabIndex={noStop}
      >
        {cell(row)}
      </Td>
    ),
  );
}

type RangeOf<Row> = (index: number, change: { readonly isRange: boolean }) => readonly Row[];

/** The rows that a press selects: one, or with Shift all from the one that was changed last. */
function useRange<Row>(rows: readonly Row[], keyOf: (row: Row) => string): RangeOf<Row> {
  const lastChanged = useRef<string>(undefined);
  return (index, { isRange }) => {
    const last = isRange ? rows.findIndex((row) => keyOf(row) === lastChanged.current) : -1;
    const [start, end] = last < 0 ? [index, index] : [Math.min(last, index), Math.max(last, index)];
    const changed = rows[index];
    lastChanged.current = changed === undefined ? undefined : keyOf(changed);
    return rows.slice(start, end + 1);
  };
}

/** A page of rows with native table semantics. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useT();
  const { label, columns, rows, keyOf, nameOf, query, change, variant, selection, isHighlighted } = props;
  const rangeOf = useRange(rows, keyOf);
  if (rows.length === 0) return <NoMatches query={query} change={change} filterNames={props.filterNames} />;
  return (
    <div className="gantry-table">
      <Table aria-label={label} variant={variant} gridBreakPoint="grid-md" isStickyHeader>
        <TableHead {...props} />
        <Tbody>
          {rows.map((row, index) => (
            <Tr key={keyOf(row)} isRowSelected={isHighlighted?.(row) === true}>
              {selection !== undefined && (
                <Td className="pf-v6-c-table__check">
                  <RowCheckbox
                    label={t('Select {{name}}', { name: nameOf(row) })}
                    isChecked={selection.isSelected(row)}
                    onChange={(wanted) => {
                      selection.select(rangeOf(index, wanted), wanted);
                    }}
                  />
                </Td>
              )}
              <Cells columns={columns} row={row} />
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}
