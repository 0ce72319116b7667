import { useState } from 'react';
import { Button, Label, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { changePlanVms } from '@gantry/bff/api/http/plan-actions.ts';
import { getPlan } from '@gantry/bff/api/http/plans.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import type { Named } from '../../../shared/address.ts';
import { problemFrom } from '../../../shared/api/api-error.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { useT } from '../../../shared/i18n.ts';
import { QuerySearch } from '../../../shared/inventory/query/query-search.tsx';
import { useVmPage } from '../../../shared/inventory/use-vm-page.ts';
import { vmColumns } from '../../../shared/inventory/vm-columns.tsx';
import { queryValues, vmFilterNames, vmFilters } from '../../../shared/inventory/vm-filters.ts';
import { Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { toast } from '../../../shared/page/toasts.tsx';
import { DataTable } from '../../../shared/table/data-table.tsx';
import { changedQuery, type ListQuery, type ListQueryState } from '../../../shared/table/list-query.ts';
import { ListToolbar } from '../../../shared/table/list-toolbar.tsx';

type Chosen = ReadonlyMap<string, InventoryVm>;

/** The dialog's own: what is typed here has no place in the address of the page below. */
function useOwnListQuery(): ListQueryState {
  const filters = Object.fromEntries(vmFilterNames.map((name) => [name, []]));
  const [query, setQuery] = useState<ListQuery>({ search: '', filters, page: 1, size: 20 });
  return { query, change: (wanted) => setQuery((now) => changedQuery(now, wanted)) };
}

interface SourceTableProps {
  readonly plan: Named;
  readonly source: Named;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

const shown: ReadonlySet<string> = new Set(['name', 'concerns', 'power', 'guestOs', 'usedBytes', 'host']);

function SourceTable({ plan, source, chosen, choose }: SourceTableProps) {
  const t = useT();
  const list = useOwnListQuery();
  const { data, fault, problem, reload } = useVmPage(source, list.query);
  if (data === undefined) {
    const attempt = t('view the virtual machines of {{provider}}', { provider: source.name });
    if (problem !== undefined) return <ProblemState problem={problem} attempt={attempt} onRetry={reload} />;
    return <Loading onRetry={reload} />;
  }
  const notes = ({ plans }: InventoryVm) => {
    const isHere = plans.some(({ namespace, name }) => namespace === plan.namespace && name === plan.name);
    const [other] = plans;
    if (isHere) return <Label isCompact>{t('In this plan')}</Label>;
    if (other === undefined) return null;
    return (
      <Label isCompact status="warning">
        {t('In plan {{plan}}', { plan: other.name })}
      </Label>
    );
  };
  const columns = vmColumns<InventoryVm>({ t, vmOf: (vm) => vm, notes });
  return (
    <>
      <ListToolbar
        {...list}
        filters={vmFilters(t, data.facets)}
        searchLabel={t('Search name')}
        searchBox={<QuerySearch {...list} values={queryValues(data.facets)} problem={fault} />}
        matching={data.matching}
        total={data.total}
      />
      <DataTable
        {...list}
        label={t('Virtual machines')}
        variant="compact"
        columns={columns.filter((column) => shown.has(column.key))}
        rows={data.rows}
        keyOf={(vm) => vm.id}
        nameOf={(vm) => vm.name}
        defaultSort="name"
        filterNames={vmFilterNames}
        selection={{
          isSelected: (vm) => chosen.has(vm.id),
          select: (rows, { selected }) => {
            const next = new Map(chosen);
            for (const vm of rows) {
              if (selected) next.set(vm.id, vm);
              else next.delete(vm.id);
            }
            choose(next);
          },
        }}
      />
    </>
  );
}

const titleId = 'gantry-add-vms-title';

/** Further VMs of the plan's source, for its next run. */
export function AddVmsDialog({ plan, onClose }: { readonly plan: Named; readonly onClose: () => void }) {
  const t = useT();
  const [chosen, choose] = useState<Chosen>(new Map());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem>();
  const params = { project: plan.namespace, name: plan.name };
  const { data, problem, reload } = useOnce(JSON.stringify(plan), (signal) =>
    call(getPlan, { params, query: {}, body: undefined }, signal),
  );
  const add = async () => {
    if (busy || chosen.size === 0) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const vms = [...chosen.values()].map(({ id, name }) => ({ id, name }));
      await call(changePlanVms, { params, query: {}, body: { add: vms } });
      toast(t('VMs were added to {{name}}.', { name: plan.name }));
      onClose();
    } catch (error) {
      setRefusal(problemFrom(error));
      setBusy(false);
    }
  };
  return (
    <Modal isOpen variant="large" onClose={onClose} aria-labelledby={titleId}>
      <ModalHeader
        title={t('Add VMs to {{name}}', { name: plan.name })}
        description={t('Nothing is touched. The plan is checked again, with its maps as they are.')}
        labelId={titleId}
      />
      <ModalBody tabIndex={0} aria-label={t('Virtual machines')}>
        {refusal !== undefined && <ProblemAlert problem={refusal} title={t('That did not work')} />}
        {data !== undefined && <SourceTable plan={plan} source={data.sourceRef} chosen={chosen} choose={choose} />}
        {data === undefined && problem === undefined && <Loading onRetry={reload} />}
        {data === undefined && problem !== undefined && (
          <ProblemState problem={problem} attempt={t('view plan {{name}}', { name: plan.name })} onRetry={reload} />
        )}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          isAriaDisabled={chosen.size === 0}
          isLoading={busy}
          spinnerAriaLabel={t('Working')}
          onClick={() => void add()}
        >
          {t('Add {{count}} VMs', { count: chosen.size })}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('Not now')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
