import { useState } from 'react';
import { Alert, AlertActionLink, Content } from '@patternfly/react-core';
import type { Named } from '../../../shared/address.ts';
import { formatBytesOf, formatNumber } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { ConcernsDrawer } from '../../../shared/inventory/concerns-drawer.tsx';
import { QuerySearch } from '../../../shared/inventory/query/query-search.tsx';
import { SelectionBar, type SelectionView } from '../../../shared/inventory/selection-bar.tsx';
import { useOpenVm } from '../../../shared/inventory/use-open-vm.ts';
import { useSelectMatching } from '../../../shared/inventory/use-select-matching.ts';
import { useVmPage } from '../../../shared/inventory/use-vm-page.ts';
import { queryValues, vmFilterNames, vmFilters } from '../../../shared/inventory/vm-filters.ts';
import { VmNotices } from '../../../shared/inventory/vm-notices.tsx';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import { DataTable } from '../../../shared/table/data-table.tsx';
import { useListQuery, type ListQueryState } from '../../../shared/table/list-query.ts';
import { ListToolbar } from '../../../shared/table/list-toolbar.tsx';
import { fieldIds, planLimit } from './checks.ts';
import type { ChosenVm } from './draft.ts';
import { machineColumns } from './machine-columns.tsx';
import { selectedPage, selectionSums } from './selection.ts';
import { SplitAlert } from './split-alert.tsx';
import { useSelectionRefresh } from './use-selection-refresh.ts';
import type { WizardState } from './use-wizard.ts';

interface MachineSelectionProps {
  readonly wizard: WizardState;
  readonly source: Named;
  readonly list: ListQueryState;
  readonly matching: number;
  readonly view: SelectionView;
  readonly show: (view: SelectionView) => void;
}

function MachineSelection({ wizard, source, list, matching, view, show }: MachineSelectionProps) {
  const { draft, dispatch } = wizard;
  const { selectMatching, busy } = useSelectMatching({
    source,
    limit: planLimit,
    select: (vms) => dispatch({ type: 'vmsSelected', vms }),
  });
  const { query } = list;
  return (
    <SelectionBar
      selected={draft.vms.size}
      clear={() => dispatch({ type: 'vmsUnselected', ids: [...draft.vms.keys()] })}
      view={view}
      show={show}
      selectMatching={
        matching > query.size ? { count: matching, busy, run: () => void selectMatching(query) } : undefined
      }
    />
  );
}

function Sums({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const sums = selectionSums(wizard.draft.vms);
  const used = formatBytesOf(sums.usedBytes, sums.diskBytes);
  return (
    <Content component="p" className="pf-v6-u-mt-md">
      {[
        t('{{count}} VMs', { count: sums.vms }),
        t('{{number}} running', { number: formatNumber(sums.running) }),
        t('{{part}} of {{total}} used', used),
      ].join(' · ')}
    </Content>
  );
}

function GoneAlert({ wizard, source }: { readonly wizard: WizardState; readonly source: Named }) {
  const t = useT();
  const gone = [...wizard.draft.vms.values()].filter(({ presence }) => presence === 'gone').map(({ vm }) => vm);
  if (gone.length === 0) return null;
  return (
    <Alert
      component="h3"
      isInline
      variant="warning"
      title={t('{{count}} selected VMs are no longer in {{provider}}', { count: gone.length, provider: source.name })}
      actionLinks={
        <AlertActionLink
          onClick={() => {
            wizard.dispatch({ type: 'vmsUnselected', ids: gone.map(({ id }) => id) });
          }}
        >
          {t('Remove from the selection')}
        </AlertActionLink>
      }
    >
      {gone.map(({ name }) => name).join(', ')}
    </Alert>
  );
}

interface MachinesTableProps {
  readonly wizard: WizardState;
  readonly source: Named;
  readonly list: ListQueryState;
  readonly rows: readonly ChosenVm[];
  readonly view: SelectionView;
}

function MachinesTable({ wizard, source, list, rows, view }: MachinesTableProps) {
  const t = useT();
  const { vms } = wizard.draft;
  const { vm: opened, open } = useOpenVm();
  const order = view === 'selected' ? 'fixed' : 'any';
  return (
    <ConcernsDrawer vm={rows.find(({ vm }) => vm.id === opened)?.vm} onClose={() => open(undefined)}>
      <div className="gantry-wide-table">
        <DataTable
          {...list}
          label={t('Virtual machines')}
          variant="compact"
          columns={machineColumns({ t, source, order, openConcerns: open })}
          rows={rows}
          keyOf={({ vm }) => vm.id}
          nameOf={({ vm }) => vm.name}
          defaultSort="name"
          filterNames={vmFilterNames}
          isHighlighted={({ vm }) => vm.id === opened}
          selection={{
            isSelected: ({ vm }) => vms.has(vm.id),
            select: (some, { selected }) => {
              if (selected) wizard.dispatch({ type: 'vmsSelected', vms: some.map(({ vm }) => vm) });
              else wizard.dispatch({ type: 'vmsUnselected', ids: some.map(({ vm }) => vm.id) });
            },
          }}
        />
      </div>
    </ConcernsDrawer>
  );
}

export function MachinesStep({ wizard, source }: { readonly wizard: WizardState; readonly source: Named }) {
  const t = useT();
  const list = useListQuery(vmFilterNames);
  const [view, setView] = useState<SelectionView>('all');
  const { vms } = wizard.draft;
  const { data, fault, problem, reload } = useVmPage(source, list.query);
  useSelectionRefresh({ source, vms, revision: data?.updated, dispatch: wizard.dispatch });
  if (data === undefined)
    return problem === undefined ? (
      <Loading onRetry={reload} />
    ) : (
      <ProblemState
        problem={problem}
        attempt={t('view the virtual machines of {{provider}}', { provider: source.name })}
        onRetry={reload}
      />
    );
  const chosen = selectedPage(vms, list.query);
  const rows: readonly ChosenVm[] =
    view === 'selected' ? chosen.rows : data.rows.map((vm) => ({ vm, presence: 'present' }));
  const queryBox = <QuerySearch {...list} values={queryValues(data.facets)} problem={fault} />;
  return (
    <div id={fieldIds.machines} tabIndex={-1}>
      <VmNotices provider={source.name} phase={data.phase} problem={problem} />
      <GoneAlert wizard={wizard} source={source} />
      <SplitAlert wizard={wizard} />
      <ListToolbar
        {...list}
        filters={view === 'selected' ? [] : vmFilters(t, data.facets)}
        searchLabel={t('Search name')}
        searchBox={view === 'selected' ? undefined : queryBox}
        matching={view === 'selected' ? chosen.matching : data.matching}
        total={view === 'selected' ? vms.size : data.total}
      >
        <MachineSelection
          wizard={wizard}
          source={source}
          list={list}
          matching={data.matching}
          view={view}
          show={(next) => {
            setView(next);
            // Names are looked for among the selected, queries among all.
            list.change({ page: 1, search: '' });
          }}
        />
      </ListToolbar>
      <MachinesTable wizard={wizard} source={source} list={list} rows={rows} view={view} />
      <Sums wizard={wizard} />
    </div>
  );
}
