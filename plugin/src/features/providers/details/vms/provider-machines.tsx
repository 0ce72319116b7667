import { useState } from 'react';
import { EmptyState, EmptyStateBody, Label, ToolbarItem } from '@patternfly/react-core';
import { VirtualMachineIcon } from '@patternfly/react-icons';
import { Link, useNavigate } from 'react-router';
import type { InventoryVm, InventoryVmPage } from '@gantry/bff/api/http/inventory.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { createAddress, detailsAddress } from '../../../../shared/address.ts';
import { useT } from '../../../../shared/i18n.ts';
import { ConcernsDrawer } from '../../../../shared/inventory/concerns-drawer.tsx';
import { QuerySearch } from '../../../../shared/inventory/query/query-search.tsx';
import { SelectionBar, type SelectionView } from '../../../../shared/inventory/selection-bar.tsx';
import { useOpenVm } from '../../../../shared/inventory/use-open-vm.ts';
import { useSelectMatching } from '../../../../shared/inventory/use-select-matching.ts';
import { useVmPage } from '../../../../shared/inventory/use-vm-page.ts';
import { vmColumns } from '../../../../shared/inventory/vm-columns.tsx';
import { queryValues, vmFilterNames, vmFilters } from '../../../../shared/inventory/vm-filters.ts';
import { VmNotices } from '../../../../shared/inventory/vm-notices.tsx';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import { Loading, ProblemState } from '../../../../shared/page/states.tsx';
import { isReady, type ProviderDetails } from '../../../../shared/providers/provider.ts';
import { DataTable } from '../../../../shared/table/data-table.tsx';
import { useListQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';
import { ListToolbar } from '../../../../shared/table/list-toolbar.tsx';
import { useVmSelection, type VmSelection } from './use-vm-selection.ts';

/** The link to the wizard names them. */
const mostAtOnce = 500;

interface CreatePlanProps {
  readonly provider: ProviderDetails;
  readonly ids: readonly string[];
}

function CreatePlan({ provider, ids }: CreatePlanProps) {
  const t = useT();
  const navigate = useNavigate();
  const tooMany = t('Select at most {{most}} VMs here; the wizard can select more.', { most: mostAtOnce });
  const obstacle = isReady(provider) ? undefined : t('The provider is not ready.');
  const source = `${provider.namespace}/${provider.name}`;
  return (
    <ToolbarItem>
      <GuardedButton
        variant="secondary"
        title={t('Create plan with {{count}} VMs', { count: ids.length })}
        obstacle={ids.length > mostAtOnce ? tooMany : obstacle}
        onClick={() => void navigate(createAddress('Plan', provider.namespace, { source, vms: ids.join(',') }))}
      />
    </ToolbarItem>
  );
}

/** The plans that already have it. */
function Plans({ vm }: { readonly vm: InventoryVm }) {
  const t = useT();
  return vm.plans.map((plan) => (
    <Label key={`${plan.namespace}/${plan.name}`} isCompact>
      {t('In plan')} <Link to={detailsAddress('Plan', plan)}>{plan.name}</Link>
    </Label>
  ));
}

interface MachinesTableProps extends ListQueryState {
  readonly rows: readonly InventoryVm[];
  readonly selection: VmSelection;
}

function MachinesTable({ rows, selection, ...list }: MachinesTableProps) {
  const t = useT();
  const { vm: opened, open } = useOpenVm();
  const columns = vmColumns<InventoryVm>({
    t,
    vmOf: (vm) => vm,
    notes: (vm) => <Plans vm={vm} />,
    openConcerns: open,
  });
  return (
    <ConcernsDrawer vm={rows.find(({ id }) => id === opened)} onClose={() => open(undefined)}>
      <div className="gantry-wide-table">
        <DataTable
          {...list}
          label={t('Virtual machines')}
          variant="compact"
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          defaultSort="name"
          filterNames={vmFilterNames}
          isHighlighted={({ id }) => id === opened}
          selection={selection}
        />
      </div>
    </ConcernsDrawer>
  );
}

interface MachinesToolbarProps {
  readonly provider: ProviderDetails;
  readonly list: ListQueryState;
  readonly page: InventoryVmPage;
  readonly fault: Problem | undefined;
  readonly selection: VmSelection;
  readonly view: SelectionView;
  readonly show: (view: SelectionView) => void;
}

function MachinesToolbar({ provider, list, page, fault, selection, view, show }: MachinesToolbarProps) {
  const t = useT();
  const { query } = list;
  const { selectMatching, busy } = useSelectMatching({ source: provider, limit: mostAtOnce, select: selection.add });
  const ids = [...selection.vms.keys()];
  const isSelectable = page.matching > query.size && page.matching <= mostAtOnce;
  return (
    <ListToolbar
      {...list}
      filters={view === 'selected' ? [] : vmFilters(t, page.facets)}
      searchLabel={t('Search name')}
      searchBox={
        view === 'selected' ? <></> : <QuerySearch {...list} values={queryValues(page.facets)} problem={fault} />
      }
      matching={view === 'selected' ? ids.length : page.matching}
      total={view === 'selected' ? ids.length : page.total}
    >
      <SelectionBar
        selected={ids.length}
        clear={selection.clear}
        view={view}
        show={show}
        selectMatching={
          isSelectable ? { count: page.matching, busy, run: () => void selectMatching(query) } : undefined
        }
      >
        {ids.length > 0 && <CreatePlan provider={provider} ids={ids} />}
      </SelectionBar>
    </ListToolbar>
  );
}

function NoMachines({ provider }: { readonly provider: string }) {
  const t = useT();
  return (
    <EmptyState icon={VirtualMachineIcon} titleText={t('No virtual machines')} headingLevel="h2">
      <EmptyStateBody>{t('{{provider}} has no VMs that its user can see.', { provider })}</EmptyStateBody>
    </EmptyState>
  );
}

/** The machines of a provider: found by a query, each with what stands against migrating it. */
export function ProviderMachines({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const list = useListQuery(vmFilterNames);
  const selection = useVmSelection();
  const [view, setView] = useState<SelectionView>('all');
  const { data, fault, problem, reload } = useVmPage(provider, list.query);
  const { name } = provider;
  if (data === undefined)
    return problem === undefined ? (
      <Loading onRetry={reload} />
    ) : (
      <ProblemState
        problem={problem}
        attempt={t('view the virtual machines of {{provider}}', { provider: name })}
        onRetry={reload}
      />
    );
  if (data.total === 0 && data.phase !== 'loading' && fault === undefined) return <NoMachines provider={name} />;
  const start = (list.query.page - 1) * list.query.size;
  const chosen = [...selection.vms.values()].slice(start, start + list.query.size);
  const show = (next: SelectionView) => {
    setView(next);
    list.change({ page: 1 });
  };
  return (
    <>
      <VmNotices provider={name} phase={data.phase} problem={problem} />
      <MachinesToolbar
        provider={provider}
        list={list}
        page={data}
        fault={fault}
        selection={selection}
        view={view}
        show={show}
      />
      <MachinesTable {...list} rows={view === 'selected' ? chosen : data.rows} selection={selection} />
    </>
  );
}
