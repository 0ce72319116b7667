import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { detailsAddress, type Named } from '../../../../shared/address.ts';
import { formatNumber } from '../../../../shared/format.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import type { Live } from '../../../../shared/live/use-live.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { DataTable, type Column, type RowSelection } from '../../../../shared/table/data-table.tsx';
import type { ListQueryState } from '../../../../shared/table/list-query.ts';
import { ListToolbar } from '../../../../shared/table/list-toolbar.tsx';

interface Place {
  readonly id: string;
  readonly name: string;
  readonly vms: number;
}

/** How many machines use it, as a link to just these. */
export function vmsColumn<Row extends Place>(
  t: Translate,
  provider: Named,
  queryOf: (row: Row) => string,
): Column<Row> {
  const address = detailsAddress('Provider', provider, 'virtual-machines');
  return {
    key: 'vms',
    title: t('VMs'),
    sort: 'vms',
    alignment: 'end',
    cell: (row) =>
      row.vms === 0 ? (
        formatNumber(0)
      ) : (
        <Link
          to={`${address}?${new URLSearchParams({ search: queryOf(row) }).toString()}`}
          aria-label={t('{{count}} VMs of {{name}}', { count: row.vms, name: row.name })}
        >
          {formatNumber(row.vms)}
        </Link>
      ),
  };
}

interface PlaceListProps<Row extends Place> extends ListQueryState {
  readonly provider: Named;
  /** Of the table: "Networks". */
  readonly label: string;
  readonly live: Live<{ readonly total: number; readonly matching: number; readonly rows: readonly Row[] }>;
  readonly columns: readonly Column<Row>[];
  readonly selection?: RowSelection<Row>;
  /** Of the toolbar: what can be done with the selected. */
  readonly children?: ReactNode;
}

/** Hosts, networks or datastores of a provider. */
export function PlaceList<Row extends Place>(props: PlaceListProps<Row>) {
  const { provider, label, live, columns, selection, children, ...list } = props;
  const t = useT();
  const { data, problem, reload } = live;
  if (data === undefined)
    return problem === undefined ? (
      <Loading onRetry={reload} />
    ) : (
      <ProblemState
        problem={problem}
        attempt={t('view the inventory of {{provider}}', { provider: provider.name })}
        onRetry={reload}
      />
    );
  return (
    <>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The list could not be updated')} />}
      <ListToolbar {...list} filters={[]} searchLabel={t('Search name')} matching={data.matching} total={data.total}>
        {children}
      </ListToolbar>
      <DataTable
        {...list}
        label={label}
        variant="compact"
        columns={columns}
        rows={data.rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        defaultSort="name"
        filterNames={[]}
        selection={selection}
      />
    </>
  );
}
