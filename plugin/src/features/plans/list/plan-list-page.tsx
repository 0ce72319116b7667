import { useState } from 'react';
import { Checkbox, ToolbarItem } from '@patternfly/react-core';
import { ClipboardListIcon } from '@patternfly/react-icons';
import { useNavigate, useSearchParams } from 'react-router';
import { listPlans } from '@gantry/bff/api/http/plans.ts';
import { createAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { planAppearance } from '../../../shared/states/appearance.ts';
import type { Filter } from '../../../shared/table/filter-select.tsx';
import { ListPage } from '../../../shared/table/list-page.tsx';
import { serverQuery, useListQuery } from '../../../shared/table/list-query.ts';
import type { Asked } from '../actions/asked.ts';
import { PlanDialog } from '../actions/plan-dialog.tsx';
import { PlanBulk, useChosenPlans } from './bulk/plan-bulk.tsx';
import { planColumns, typeNames } from './plan-columns.tsx';

const filterNames = ['status', 'type', 'source', 'target'];

interface Places {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

function useFilters({ sources, targets }: Places): Filter[] {
  const t = useT();
  return [
    {
      name: 'status',
      label: t('Status'),
      options: Object.entries(planAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
    },
    {
      name: 'type',
      label: t('Type'),
      options: (['cold', 'rawCopy', 'warm'] as const).map((value) => ({ value, label: t(typeNames[value]) })),
    },
    { name: 'source', label: t('Source'), options: sources.map((value) => ({ value, label: value })) },
    { name: 'target', label: t('Target'), options: targets.map((value) => ({ value, label: value })) },
  ];
}

function ShowArchived() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  return (
    <ToolbarItem alignSelf="center">
      <Checkbox
        id="plans-archived"
        label={t('Show archived')}
        isChecked={params.get('archived') === 'shown'}
        onChange={(_, checked) => {
          setParams((now) => {
            const next = new URLSearchParams(now);
            next.delete('page');
            if (checked) next.set('archived', 'shown');
            else next.delete('archived');
            return next;
          });
        }}
      />
    </ToolbarItem>
  );
}

export function PlanListPage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = useListQuery(filterNames);
  const [params] = useSearchParams();
  const [asked, setAsked] = useState<Asked>();
  const bulk = useChosenPlans();
  const archived = params.get('archived') === 'shown' ? 'shown' : 'hidden';
  const live = useLive(listPlans, {
    params: {},
    query: { ...serverQuery(list.query), project, archived },
  });
  const filters = useFilters(live.data ?? { sources: [], targets: [] });
  const [create] = useAccess([{ verb: 'create', resource: 'plans', namespace: project }]) ?? [];
  const createButton = (
    <GuardedButton
      title={t('Create plan')}
      onClick={() => void navigate(createAddress('Plan', newIn))}
      obstacle={create === false ? t('You need permission to create plans here.') : undefined}
    />
  );
  const attempt =
    project === undefined ? t('view migration plans') : t('view migration plans in project {{project}}', { project });
  return (
    <ListPage
      {...list}
      title={t('Migration plans')}
      table="plans"
      live={live}
      attempt={attempt}
      createButton={createButton}
      firstUse={{
        icon: ClipboardListIcon,
        title: t('No migration plans yet'),
        text: t('A plan says which VMs move where. Nothing is touched until you start it.'),
      }}
      filters={filters}
      filterNames={filterNames}
      columns={planColumns(t, project === undefined ? 'all' : 'project', setAsked)}
      keyOf={(row) => row.uid}
      nameOf={(row) => row.name}
      defaultSort="status"
      toolbar={<ShowArchived />}
      selection={bulk.selection}
      bulk={<PlanBulk chosen={bulk.chosen} clear={bulk.clear} />}
    >
      {asked !== undefined && <PlanDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </ListPage>
  );
}
