import { useState } from 'react';
import { Alert, AlertActionLink, Button, Content, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import { listInventory, listInventoryVms } from '@gantry/bff/api/http/inventory.ts';
import type { Named } from '../../../shared/address.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { formatBytesOf, formatNumber } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { DataTable } from '../../../shared/table/data-table.tsx';
import { serverQuery, useListQuery, type ListQueryState } from '../../../shared/table/list-query.ts';
import type { Filter } from '../../../shared/table/filter-select.tsx';
import { ListToolbar } from '../../../shared/table/list-toolbar.tsx';
import { fieldIds } from './checks.ts';
import type { ChosenVm } from './draft.ts';
import { machineColumns, powerLabels } from './machine-columns.tsx';
import { selectedPage, selectionSums } from './selection.ts';
import { SplitAlert } from './split-alert.tsx';
import { useSelectMatching } from './use-select-matching.ts';
import { useSelectionRefresh } from './use-selection-refresh.ts';
import type { WizardState } from './use-wizard.ts';

const filterNames = ['power', 'host'];

function useFilters(source: Named): Filter[] {
  const t = useT();
  const { data } = useOnce(`${source.namespace}/${source.name}`, async (signal) => {
    const params = { project: source.namespace, name: source.name, collection: 'hosts' as const };
    return (await call(listInventory, { params, query: { limit: 200 }, body: undefined }, signal)).rows;
  });
  const hosts = (data ?? []).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  return [
    {
      name: 'power',
      label: t('Power'),
      options: Object.entries(powerLabels).map(([value, label]) => ({ value, label: t(label) })),
    },
    ...(hosts.length > 1
      ? [{ name: 'host', label: t('Host'), options: hosts.map((host) => ({ value: host, label: host })) }]
      : []),
  ];
}

interface SelectionBarProps {
  readonly wizard: WizardState;
  readonly source: Named;
  readonly list: ListQueryState;
  readonly matching: number;
  readonly view: 'all' | 'selected';
  readonly show: (view: 'all' | 'selected') => void;
}

function SelectionBar({ wizard, source, list, matching, view, show }: SelectionBarProps) {
  const t = useT();
  const { size } = wizard.draft.vms;
  const { selectMatching, busy } = useSelectMatching(source, wizard.dispatch);
  return (
    <ToolbarGroup>
      <ToolbarItem alignSelf="center">
        <strong>{t('{{number}} selected', { number: formatNumber(size) })}</strong>
      </ToolbarItem>
      {(size > 0 || view === 'selected') && (
        <ToolbarItem>
          <Button
            variant="link"
            isInline
            onClick={() => {
              show(view === 'all' ? 'selected' : 'all');
            }}
          >
            {view === 'all' ? t('Show selected ({{number}})', { number: formatNumber(size) }) : t('Show all')}
          </Button>
        </ToolbarItem>
      )}
      {size > 0 && (
        <ToolbarItem>
          <Button
            variant="link"
            isInline
            onClick={() => {
              wizard.dispatch({ type: 'vmsUnselected', ids: [...wizard.draft.vms.keys()] });
            }}
          >
            {t('Clear')}
          </Button>
        </ToolbarItem>
      )}
      {view === 'all' && matching > list.query.size && (
        <ToolbarItem>
          <Button variant="link" isInline isLoading={busy} onClick={() => void selectMatching(list.query)}>
            {t('Select all {{number}} matching', { number: formatNumber(matching) })}
          </Button>
        </ToolbarItem>
      )}
    </ToolbarGroup>
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

export function MachinesStep({ wizard, source }: { readonly wizard: WizardState; readonly source: Named }) {
  const t = useT();
  const list = useListQuery(filterNames);
  const filters = useFilters(source);
  const [view, setView] = useState<'all' | 'selected'>('all');
  const { vms } = wizard.draft;
  const { data, problem, reload } = useLive(listInventoryVms, {
    params: { project: source.namespace, name: source.name },
    query: serverQuery(list.query),
  });
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
  const matching = view === 'selected' ? chosen.matching : data.matching;
  return (
    <div id={fieldIds.machines} tabIndex={-1}>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The list could not be updated')} />}
      {data.phase === 'loading' && (
        <Alert
          component="h3"
          isInline
          variant="info"
          title={t('The inventory of {{provider}} is still being read.', { provider: source.name })}
        />
      )}
      {data.phase === 'stale' && (
        <Alert
          component="h3"
          isInline
          variant="warning"
          title={t('{{provider}} does not answer. The list may be out of date.', { provider: source.name })}
        />
      )}
      <GoneAlert wizard={wizard} source={source} />
      <SplitAlert wizard={wizard} />
      <ListToolbar
        {...list}
        filters={view === 'selected' ? [] : filters}
        searchLabel={t('Search name')}
        matching={matching}
        total={view === 'selected' ? vms.size : data.total}
      >
        <SelectionBar
          wizard={wizard}
          source={source}
          list={list}
          matching={data.matching}
          view={view}
          show={(next) => {
            setView(next);
            list.change({ page: 1 });
          }}
        />
      </ListToolbar>
      <div className="gantry-wide-table">
        <DataTable
          {...list}
          label={t('Virtual machines')}
          variant="compact"
          columns={machineColumns({ t, source, order: view === 'selected' ? 'fixed' : 'any' })}
          rows={rows}
          keyOf={({ vm }) => vm.id}
          nameOf={({ vm }) => vm.name}
          defaultSort="name"
          filterNames={filterNames}
          selection={{
            isSelected: ({ vm }) => vms.has(vm.id),
            select: (some, { selected }) => {
              if (selected) wizard.dispatch({ type: 'vmsSelected', vms: some.map(({ vm }) => vm) });
              else wizard.dispatch({ type: 'vmsUnselected', ids: some.map(({ vm }) => vm.id) });
            },
          }}
        />
      </div>
      <Sums wizard={wizard} />
    </div>
  );
}
