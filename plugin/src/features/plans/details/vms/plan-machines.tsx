import { useMemo, useState } from 'react';
import { Drawer, DrawerContent, DrawerContentBody, Title } from '@patternfly/react-core';
import { listPlanVms } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { Unreadable } from '../../../../shared/page/unreadable.tsx';
import { serverQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';
import { VmDrawer } from '../drawer/vm-drawer.tsx';
import { useRowSelection } from './use-row-selection.ts';
import { useSelectedVm } from './use-selected-vm.ts';
import { useVmActions, type Ask } from './use-vm-actions.ts';
import { usePageWidth } from './use-width.ts';
import { nameButtonId } from './vm-columns.tsx';
import { VmList, type VmPage } from './vm-list.tsx';
import { useVmQuery, vmFilterOf } from './vm-toolbar.tsx';

interface PlanMachinesProps {
  readonly plan: PlanDetails;
  readonly ask: Ask;
}

const headingId = 'gantry-vms-title';

/** VMs of a plan, what needs attention first, and the drawer of one of them. */
export function PlanMachines({ plan, ask }: PlanMachinesProps) {
  const t = useT();
  const list = useVmQuery();
  const filter = useMemo(() => vmFilterOf(list.query), [list.query]);
  const selection = useRowSelection(filter);
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
  readonly page: VmPage;
  readonly queryKey: string;
  readonly selection: ReturnType<typeof useRowSelection>;
  readonly onlySelected: boolean;
  readonly setOnlySelected: (only: boolean) => void;
}

/** Where the drawer stands: beside the list, over it, or in its place on a phone. */
function Machines(props: MachinesProps) {
  const t = useT();
  const { plan, page } = props;
  const { vm, view, open, show, close } = useSelectedVm();
  const width = usePageWidth();
  const actionsOf = useVmActions(props);
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
        neighbors={page.rows}
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
          <VmList
            {...props}
            opened={vm}
            open={(row) => open(row.id)}
            actionsOf={actionsOf}
            width={covers || (vm !== undefined && width === 'wide') ? 'narrow' : 'full'}
          />
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
