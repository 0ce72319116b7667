import { useState } from 'react';
import { CogIcon } from '@patternfly/react-icons';
import { useNavigate } from 'react-router';
import { listHooks, type HookRow } from '@gantry/bff/api/http/hooks.ts';
import { createAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { hookAppearance } from '../../../shared/states/appearance.ts';
import type { Filter } from '../../../shared/table/filter-select.tsx';
import { ListPage } from '../../../shared/table/list-page.tsx';
import { serverQuery, useListQuery } from '../../../shared/table/list-query.ts';
import { DeleteHookDialog } from '../actions/delete-hook-dialog.tsx';
import { kindNames } from '../hook.ts';
import { hookColumns } from './hook-columns.tsx';

const filterNames = ['type', 'status'];

function useFilters(): Filter[] {
  const t = useT();
  return [
    {
      name: 'type',
      label: t('Kind'),
      options: Object.entries(kindNames).map(([value, label]) => ({ value, label: t(label) })),
    },
    {
      name: 'status',
      label: t('Status'),
      options: Object.entries(hookAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
    },
  ];
}

export function HookListPage() {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = useListQuery(filterNames);
  const filters = useFilters();
  const live = useLive(listHooks, { params: {}, query: { ...serverQuery(list.query), project } });
  const [create, patch, remove] =
    useAccess([
      { verb: 'create', resource: 'hooks', namespace: project },
      { verb: 'patch', resource: 'hooks', namespace: project },
      { verb: 'delete', resource: 'hooks', namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState<HookRow>();
  return (
    <ListPage
      {...list}
      title={t('Hooks')}
      table="hooks"
      live={live}
      attempt={project === undefined ? t('view hooks') : t('view hooks in project {{project}}', { project })}
      createButton={
        <GuardedButton
          title={t('Create hook')}
          onClick={() => void navigate(createAddress('Hook', newIn))}
          obstacle={create === false ? t('You need permission to create hooks here.') : undefined}
        />
      }
      firstUse={{
        icon: CogIcon,
        title: t('No hooks'),
        text: t('Most migrations need none. A hook is run before or after the migration of a VM.'),
      }}
      filters={filters}
      filterNames={filterNames}
      columns={hookColumns({
        t,
        scope: project === undefined ? 'all' : 'project',
        rights: { patch, delete: remove },
        go: (address) => void navigate(address),
        askDelete: setDeleting,
      })}
      keyOf={(row) => row.uid}
      nameOf={(row) => row.name}
      defaultSort="name"
    >
      {deleting !== undefined && <DeleteHookDialog hook={deleting} onClose={() => setDeleting(undefined)} />}
    </ListPage>
  );
}
