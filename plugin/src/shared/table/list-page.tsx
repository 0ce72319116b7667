import type { ComponentType, ReactNode } from 'react';
import { PageSection } from '@patternfly/react-core';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { NamespaceBar } from '../console-sdk.ts';
import { useT } from '../i18n.ts';
import type { Live } from '../live/use-live.ts';
import { PageFrame } from '../page/page-frame.tsx';
import { FirstUse, Loading, ProblemAlert, ProblemState } from '../page/states.tsx';
import { Unreadable } from '../page/unreadable.tsx';
import { shownColumns } from './column-choice.ts';
import { DataTable, type Column, type RowSelection } from './data-table.tsx';
import type { Filter } from './filter-select.tsx';
import type { ListQueryState } from './list-query.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { ManageColumns } from './manage-columns.tsx';
import { useColumnChoice } from './use-column-choice.ts';

interface Page<Row> {
  readonly total: number;
  readonly matching: number;
  readonly rows: readonly Row[];
  readonly unreadable: readonly Message[];
}

interface ListPageProps<Row> extends ListQueryState {
  /** Of the page, its table and the user's choice of columns. */
  readonly title: string;
  readonly table: string;
  readonly live: Live<Page<Row>>;
  /** What could not be shown: "view providers in project dev-2". */
  readonly attempt: string;
  readonly createButton: ReactNode;
  readonly firstUse: { readonly icon: ComponentType; readonly title: string; readonly text: string };
  readonly filters: readonly Filter[];
  /** Also those that stand outside of the filters' menus. */
  readonly filterNames: readonly string[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly defaultSort: string;
  readonly selection?: RowSelection<Row>;
  /** Above the table: what can be done with the selected. */
  readonly bulk?: ReactNode;
  /** Further switches of the toolbar. */
  readonly toolbar?: ReactNode;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** A page that lists the objects of a kind, in every state that such a page has (ux.md §3.0 A, B). */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, live, attempt, createButton, firstUse, children } = props;
  const t = useT();
  const { data, problem, reload } = live;
  return (
    <>
      <NamespaceBar />
      <PageFrame title={title} actions={createButton}>
        <PageSection hasBodyWrapper={false}>
          {data === undefined && problem === undefined && <Loading onRetry={reload} />}
          {data === undefined && problem !== undefined && (
            <ProblemState problem={problem} attempt={attempt} onRetry={reload} />
          )}
          {data !== undefined && problem !== undefined && (
            <ProblemAlert problem={problem} title={t('The list could not be updated')} />
          )}
          {data?.total === 0 && <FirstUse {...firstUse} actions={createButton} />}
          {data !== undefined && data.total > 0 && <Rows {...props} page={data} />}
        </PageSection>
      </PageFrame>
      {children}
    </>
  );
}

function Rows<Row>(props: ListPageProps<Row> & { readonly page: Page<Row> }) {
  const t = useT();
  const { page, query, change, title, table, filters, filterNames, columns, toolbar, selection, bulk } = props;
  const columnChoice = useColumnChoice(table);
  return (
    <div>
      <Unreadable messages={page.unreadable} total={page.total} />
      <ListToolbar
        query={query}
        change={change}
        filters={filters}
        searchLabel={t('Search name')}
        matching={page.matching}
        total={page.total}
      >
        {toolbar}
        <ManageColumns {...columnChoice} columns={columns} />
      </ListToolbar>
      {bulk}
      <DataTable
        query={query}
        change={change}
        label={title}
        columns={shownColumns(columns, columnChoice.choice)}
        rows={page.rows}
        keyOf={props.keyOf}
        nameOf={props.nameOf}
        defaultSort={props.defaultSort}
        filterNames={filterNames}
        selection={selection}
      />
    </div>
  );
}
