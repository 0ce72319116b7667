import { useCallback, useMemo, useRef, useState } from 'react';
import { Button, Drawer, DrawerContent, DrawerContentBody, Title } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { listPlanVms, type VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress, virtualMachineAddress } from '../../../../shared/address.ts';
import { useT } from '../../../../shared/i18n.ts';
import { useConnectionStatus, useLive } from '../../../../shared/live/use-live.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { toast } from '../../../../shared/page/toasts.tsx';
import { Unreadable } from '../../../../shared/page/unreadable.tsx';
import { DataTable } from '../../../../shared/table/data-table.tsx';
import { serverQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';
import type { MenuAction } from '../../../../shared/table/row-menu.tsx';
import type { PlanAction } from '../../actions/plan-actions.ts';
import type { Asked } from '../../actions/plan-dialog.tsx';
import { VmDrawer } from '../drawer/vm-drawer.tsx';
import { useSteadyRows } from '../live/steady-order.ts';
import { BulkBar } from './bulk-bar.tsx';
import { refreshed, useRowSelection } from './use-row-selection.ts';
import { useSelectedVm } from './use-selected-vm.ts';
import { usePageWidth } from './use-width.ts';
import { bulkObstacles, vmObstacles } from './vm-actions.ts';
import { nameButtonId, vmColumns } from './vm-columns.tsx';
import { filterNames, useVmQuery, VmToolbar } from './vm-toolbar.tsx';

export type Ask = (action: PlanAction, vms?: Asked['vms']) => void;

interface PlanMachinesProps {
  readonly plan: PlanDetails;
  readonly ask: Ask;
}

const headingId = 'gantry-vms-title';
const idOf = (row: VmRow): string => row.id;

/** Acts on one VM, for its row's menu and its drawer. */
function useVmActions({ plan, ask }: PlanMachinesProps): (row: VmRow) => readonly MenuAction[] {
  const t = useT();
  const navigate = useNavigate();
  return (row) => {
    const obstacles = vmObstacles(t, plan, row);
    const target = { namespace: plan.targetProject, name: row.targetName ?? row.name };
    const link = `${detailsAddress('Plan', plan, 'vms')}?${new URLSearchParams({ vm: row.id }).toString()}`;
    return [
      { key: 'cancel', title: t('Cancel this VM…'), run: () => ask('cancel', [row]), obstacle: obstacles.cancel },
      { key: 'retry', title: t('Retry…'), run: () => ask('start'), obstacle: obstacles.retry },
      {
        key: 'open',
        title: t('Open VM'),
        run: () => void navigate(virtualMachineAddress(target)),
        obstacle: obstacles.open,
      },
      {
        key: 'link',
        title: t('Copy link'),
        run: () =>
          void navigator.clipboard
            .writeText(new URL(link, window.location.href).href)
            .then(() => toast(t('The link to {{name}} is copied.', { name: row.name }))),
      },
    ];
  };
}

interface VmTableProps extends PlanMachinesProps, ListQueryState {
  readonly rows: readonly VmRow[];
  readonly selected: string | undefined;
  readonly open: (row: VmRow) => void;
  readonly actionsOf: (row: VmRow) => readonly MenuAction[];
  readonly width: 'full' | 'narrow';
  readonly selection: ReturnType<typeof useRowSelection>;
}

function VmTable({ plan, query, change, rows, selected, open, actionsOf, width, selection }: VmTableProps) {
  const t = useT();
  const { state } = useConnectionStatus();
  return (
    <DataTable
      query={query}
      change={change}
      label={t('Virtual machines')}
      columns={vmColumns({
        t,
        plan,
        isFresh: state === 'open' || state === 'connecting',
        width,
        open,
        actionsOf,
      })}
      rows={rows}
      keyOf={idOf}
      nameOf={(row) => row.name}
      defaultSort="status"
      variant="compact"
      filterNames={filterNames}
      isHighlighted={(row) => row.id === selected}
      selection={{ isSelected: (row) => selection.selection.has(row.id), select: selection.select }}
    />
  );
}

/** VMs of a plan, what needs attention first, and the drawer of one of them. */
export function PlanMachines({ plan, ask }: PlanMachinesProps) {
  const t = useT();
  const list = useVmQuery();
  const selection = useRowSelection();
  const [onlySelected, setOnlySelected] = useState(false);
  const ids = onlySelected && selection.selection.size > 0 ? [...selection.selection.keys()].join(',') : undefined;
  const query = { ...serverQuery(list.query), ...(ids === undefined ? {} : { ids }) };
  const { data, problem, reload } = useLive(listPlanVms, {
    params: { project: plan.namespace, name: plan.name },
    query,
  });
  if (data === undefined) {
    return problem === undefined ? (
      <Loading onRetry={reload} />
    ) : (
      <ProblemState problem={problem} attempt={t('view the VMs of {{name}}', { name: plan.name })} onRetry={reload} />
    );
  }
  return (
    <>
      {problem !== undefined && problem.status !== 404 && (
        <ProblemAlert problem={problem} title={t('The list could not be updated')} />
      )}
      <Unreadable messages={data.unreadable} total={data.total} />
      <Machines
        plan={plan}
        ask={ask}
        list={list}
        page={data}
        queryKey={JSON.stringify(query)}
        selection={selection}
        onlySelected={onlySelected}
        setOnlySelected={setOnlySelected}
      />
    </>
  );
}

interface MachinesProps extends PlanMachinesProps {
  readonly list: ListQueryState;
  readonly page: { readonly rows: readonly VmRow[]; readonly matching: number; readonly total: number };
  readonly queryKey: string;
  readonly selection: ReturnType<typeof useRowSelection>;
  readonly onlySelected: boolean;
  readonly setOnlySelected: (only: boolean) => void;
}

function Machines({ plan, ask, list, page, queryKey, selection, onlySelected, setOnlySelected }: MachinesProps) {
  const t = useT();
  const container = useRef<HTMLDivElement>(null);
  const inUse = useCallback(() => container.current?.matches(':hover, :focus-within') === true, []);
  const steady = useSteadyRows({ rows: page.rows, keyOf: idOf, query: queryKey, inUse });
  const { vm, view, open, show, close } = useSelectedVm();
  const width = usePageWidth();
  const actionsOf = useVmActions({ plan, ask });
  const chosen = useMemo(() => refreshed(selection.selection, page.rows), [selection.selection, page.rows]);
  const closeAndReturn = () => {
    const row = vm === undefined ? null : document.getElementById(nameButtonId(vm));
    (row ?? document.getElementById(headingId))?.focus();
    close();
  };
  const covers = width === 'narrow';
  const drawer =
    vm === undefined ? undefined : (
      <VmDrawer
        key="drawer"
        plan={plan}
        vm={vm}
        view={view}
        width={width}
        neighbors={steady.rows}
        actionsOf={actionsOf}
        onOpen={open}
        onView={show}
        onClose={closeAndReturn}
      />
    );
  return (
    <Drawer isExpanded={vm !== undefined && !covers} isInline={width === 'wide'}>
      <DrawerContent panelContent={covers ? undefined : drawer}>
        <DrawerContentBody>
          {covers && drawer}
          <Title headingLevel="h2" id={headingId} tabIndex={-1} className="pf-v6-screen-reader">
            {t('Virtual machines')}
          </Title>
          <VmToolbar {...list} matching={page.matching} total={page.total} />
          {chosen.length > 0 && (
            <BulkBar
              count={chosen.length}
              obstacles={bulkObstacles(t, plan, chosen)}
              onCancel={() => ask('cancel', chosen)}
              onRetry={() => ask('start')}
              onClear={() => {
                selection.clear();
                setOnlySelected(false);
              }}
              onlySelected={onlySelected}
              onToggleSelected={() => setOnlySelected(!onlySelected)}
            />
          )}
          {steady.update !== undefined && (
            <Button variant="link" isInline onClick={steady.update} className="pf-v6-u-mb-sm">
              {t('Update order')}
            </Button>
          )}
          <div ref={container}>
            <VmTable
              plan={plan}
              ask={ask}
              {...list}
              rows={steady.rows}
              selected={vm}
              open={(row) => open(row.id)}
              actionsOf={actionsOf}
              width={width === 'narrow' || (vm !== undefined && width === 'wide') ? 'narrow' : 'full'}
              selection={selection}
            />
          </div>
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
