import { useState } from 'react';
import { ServerIcon } from '@patternfly/react-icons';
import { useNavigate } from 'react-router';
import { listProviders } from '@gantry/bff/api/http/providers.ts';
import { createAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { useT } from '../../../shared/i18n.ts';
import { useLive } from '../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import { useNow } from '../../../shared/page/use-now.ts';
import { useProjectScope } from '../../../shared/page/list-scope.ts';
import { providerAppearance } from '../../../shared/states/appearance.ts';
import type { Filter } from '../../../shared/table/filter-select.tsx';
import { ListPage } from '../../../shared/table/list-page.tsx';
import { serverQuery, useListQuery } from '../../../shared/table/list-query.ts';
import { DeleteProviderDialog } from '../actions/delete-provider-dialog.tsx';
import { typeName, type ProviderRow } from '../../../shared/providers/provider.ts';
import { providerColumns } from './provider-columns.tsx';

const filterNames = ['type', 'status', 'role'];

function useFilters(): Filter[] {
  const t = useT();
  return [
    {
      name: 'type',
      label: t('Type'),
      options: ['vsphere', 'openshift'].map((value) => ({ value, label: typeName(value) })),
    },
    {
      name: 'status',
      label: t('Status'),
      options: Object.entries(providerAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
    },
    {
      name: 'role',
      label: t('Role'),
      options: [
        { value: 'source', label: t('Source') },
        { value: 'target', label: t('Target') },
        { value: 'both', label: t('Source and target') },
      ],
    },
  ];
}

export function ProviderListPage() {
  const t = useT();
  const navigate = useNavigate();
  const now = useNow();
  const { project, newIn } = useProjectScope();
  const list = useListQuery(filterNames);
  const filters = useFilters();
  const live = useLive(listProviders, {
    params: {},
    query: { ...serverQuery(list.query), project },
  });
  const [create, patch, remove] =
    useAccess([
      { verb: 'create', resource: 'providers', namespace: project },
      { verb: 'patch', resource: 'providers', namespace: project },
      { verb: 'delete', resource: 'providers', namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState<ProviderRow>();
  const createButton = (
    <GuardedButton
      title={t('Create provider')}
      onClick={() => void navigate(createAddress('Provider', newIn, { type: 'vsphere' }))}
      obstacle={create === false ? t('You need permission to create providers here.') : undefined}
    />
  );
  const attempt = project === undefined ? t('view providers') : t('view providers in project {{project}}', { project });
  return (
    <ListPage
      {...list}
      title={t('Providers')}
      table="providers"
      live={live}
      attempt={attempt}
      createButton={createButton}
      firstUse={{
        icon: ServerIcon,
        title: project === undefined ? t('No providers yet') : t('No providers in this project'),
        text: t('A provider is a connection to vSphere, oVirt, OpenStack, an OVA share or another cluster.'),
      }}
      filters={filters}
      filterNames={filterNames}
      columns={providerColumns({
        t,
        now,
        scope: project === undefined ? 'all' : 'project',
        rights: { patch, delete: remove },
        go: (address) => void navigate(address),
        askDelete: setDeleting,
      })}
      keyOf={(row) => row.uid}
      nameOf={(row) => row.name}
      defaultSort="name"
    >
      {deleting !== undefined && (
        <DeleteProviderDialog
          provider={live.data?.rows.find((row) => row.uid === deleting.uid) ?? deleting}
          onClose={() => {
            setDeleting(undefined);
          }}
        />
      )}
    </ListPage>
  );
}
