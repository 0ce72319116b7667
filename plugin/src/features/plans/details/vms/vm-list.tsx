import { useCallback, useRef } from 'react';
import { Button } from '@patternfly/react-core';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { useConnectionStatus } from '../../../../shared/live/use-live.ts';
import { shownColumns } from '../../../../shared/table/column-choice.ts';
import { DataTable } from '../../../../shared/table/data-table.tsx';
import type { ListQueryState } from '../../../../shared/table/list-query.ts';
import { ManageColumns } from '../../../../shared/table/manage-columns.tsx';
import { useColumnChoice } from '../../../../shared/table/use-column-choice.ts';
import type { MenuAction } from '../../../../shared/table/row-menu.tsx';
import { useSteadyRows } from '../live/steady-order.ts';
import type { useRowSelection } from './use-row-selection.ts';
import type { Ask } from './use-vm-actions.ts';
import { VmBulk } from './vm-bulk.tsx';
import { vmColumns } from './vm-columns.tsx';
import { filterNames, VmToolbar } from './vm-toolbar.tsx';

export interface VmPage {
  readonly rows: readonly VmRow[];
  readonly matching: number;
  readonly total: number;
  readonly hosts: readonly string[];
}

export const idOf = (row: VmRow): string => row.id;

interface VmListProps {
  readonly plan: PlanDetails;
  readonly ask: Ask;
  readonly list: ListQueryState;
  readonly page: VmPage;
  /** Changes when the user wants another order or cut. */
  readonly queryKey: string;
  readonly selection: ReturnType<typeof useRowSelection>;
  readonly onlySelected: boolean;
  readonly setOnlySelected: (only: boolean) => void;
  /** Id of the VM whose drawer is open. */
  readonly opened?: string;
  readonly open: (row: VmRow) => void;
  readonly actionsOf: (row: VmRow) => readonly MenuAction[];
  readonly width: 'full' | 'narrow';
}

/** Toolbar, bulk bar and table; rows change places only while nobody is about to use one. */
export function VmList(props: VmListProps) {
  const t = useT();
  const { plan, ask, list, page, queryKey, selection, onlySelected, setOnlySelected, opened, open, width } = props;
  const container = useRef<HTMLDivElement>(null);
  const inUse = useCallback(() => container.current?.matches(':hover, :focus-within') === true, []);
  const steady = useSteadyRows({ rows: page.rows, keyOf: idOf, query: queryKey, inUse });
  const { state } = useConnectionStatus();
  const columnChoice = useColumnChoice('plan-vms');
  const isFresh = state === 'open' || state === 'connecting';
  const columns = vmColumns({ t, plan, isFresh, open, actionsOf: props.actionsOf });
  const isSelected = (row: VmRow) => selection.matching !== undefined || selection.selection.has(row.id);
  return (
    <>
      <VmToolbar {...list} matching={page.matching} total={page.total} hosts={page.hosts}>
        {width === 'full' && <ManageColumns {...columnChoice} columns={columns} />}
      </VmToolbar>
      <VmBulk
        plan={plan}
        ask={ask}
        page={page}
        selection={selection}
        onlySelected={onlySelected}
        setOnlySelected={setOnlySelected}
      />
      {steady.update !== undefined && (
        <Button variant="link" isInline onClick={steady.update} className="pf-v6-u-mb-sm">
          {t('Update order')}
        </Button>
      )}
      <div ref={container}>
        <DataTable
          {...list}
          label={t('Virtual machines')}
          columns={
            width === 'narrow'
              ? columns.filter(({ key }) => narrowColumns.has(key))
              : shownColumns(columns, columnChoice.choice)
          }
          rows={steady.rows}
          keyOf={idOf}
          nameOf={(row) => row.name}
          defaultSort="status"
          variant="compact"
          filterNames={filterNames}
          isHighlighted={(row) => row.id === opened}
          selection={{ isSelected, select: selection.select }}
        />
      </div>
    </>
  );
}

/** Beside an open drawer there is room for less; it has the acts itself. */
const narrowColumns: ReadonlySet<string> = new Set(['name', 'status', 'progress']);
