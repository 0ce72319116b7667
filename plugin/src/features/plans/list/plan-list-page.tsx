import { useState } from 'react';
import { Checkbox, PageSection, ToolbarItem } from '@patternfly/react-core';
import { ClipboardListIcon } from '@patternfly/react-icons';
import { useNavigate, useSearchParams } from 'react-router';
import { listPlans } from '@gantry/bff/api/http/plans.ts';
import { createAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { NamespaceBar } from '../../../shared/console-sdk.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { PageFrame } from '../../../shared/page/page-frame.tsx';
import { FirstUse, Loading, ProblemAlert, ProblemState } from '../../../shared/page/states.tsx';
import { Unreadable } from '../../../shared/page/unreadable.tsx';
import { planAppearance } from '../../../shared/states/appearance.ts';
import { DataTable } from '../../../shared/table/data-table.tsx';
import { ListToolbar, type Filter } from '../../../shared/table/list-toolbar.tsx';
import { serverQuery, useListQuery } from '../../../shared/table/list-query.ts';
import { PlanDialog, type Asked } from '../actions/plan-dialog.tsx';
import { planColumns, typeNames } from './plan-columns.tsx';

const filterNames = ['status', 'type'];

function useFilters(): Filter[] {
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
      options: (['cold', 'rawCopy'] as const).map((value) => ({ value, label: t(typeNames[value]) })),
    },
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
  const filters = useFilters();
  const [asked, setAsked] = useState<Asked>();
  const archived = params.get('archived') === 'shown' ? 'shown' : 'hidden';
  const { data, problem, reload } = useLive(listPlans, {
    params: {},
    query: { ...serverQuery(list.query), project, archived },
  });
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
    <>
      <NamespaceBar />
      <PageFrame title={t('Migration plans')} actions={createButton}>
        <PageSection hasBodyWrapper={false}>
          {data === undefined && problem === undefined && <Loading onRetry={reload} />}
          {data === undefined && problem !== undefined && (
            <ProblemState problem={problem} attempt={attempt} onRetry={reload} />
          )}
          {data !== undefined && problem !== undefined && (
            <ProblemAlert problem={problem} title={t('The list could not be updated')} />
          )}
          {data?.total === 0 && (
            <FirstUse
              icon={ClipboardListIcon}
              title={t('No migration plans yet')}
              text={t('A plan says which VMs move where. Nothing is touched until you start it.')}
              actions={createButton}
            />
          )}
          {data !== undefined && data.total > 0 && (
            <>
              <Unreadable messages={data.unreadable} total={data.total} />
              <ListToolbar
                {...list}
                filters={filters}
                searchLabel={t('Search name')}
                matching={data.matching}
                total={data.total}
              >
                <ShowArchived />
              </ListToolbar>
              <DataTable
                {...list}
                label={t('Migration plans')}
                columns={planColumns(t, project === undefined ? 'all' : 'project', setAsked)}
                rows={data.rows}
                keyOf={(row) => row.uid}
                nameOf={(row) => row.name}
                defaultSort="status"
                filterNames={filterNames}
              />
            </>
          )}
        </PageSection>
      </PageFrame>
      {asked !== undefined && <PlanDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
