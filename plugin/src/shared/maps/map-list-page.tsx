import { useState } from 'react';
import { RouteIcon } from '@patternfly/react-icons';
import { useNavigate } from 'react-router';
import type { MapRow } from '@gantry/bff/api/http/maps.ts';
import { createAddress } from '../address.ts';
import { useAccess } from '../api/use-access.ts';
import { useT } from '../i18n.ts';
import { useLive } from '../live/use-live.ts';
import { useProjectScope } from '../page/list-scope.ts';
import { GuardedButton } from '../page/guarded-button.tsx';
import { mapAppearance } from '../states/appearance.ts';
import type { Filter } from '../table/filter-select.tsx';
import { ListPage } from '../table/list-page.tsx';
import { serverQuery, useListQuery } from '../table/list-query.ts';
import { DeleteMapDialog } from './delete-map-dialog.tsx';
import { mapColumns } from './map-columns.tsx';
import type { MapKind } from './map-kind.ts';

const filterNames = ['status', 'owner'];

function useFilters(): Filter[] {
  const t = useT();
  return [
    {
      name: 'status',
      label: t('Status'),
      options: Object.entries(mapAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
    },
    {
      name: 'owner',
      label: t('Owner'),
      options: [
        { value: 'shared', label: t('Shared') },
        { value: 'plan', label: t('A plan') },
      ],
    },
  ];
}

/** Maps of one kind that the user may read. */
export function MapListPage({ kind }: { readonly kind: MapKind }) {
  const t = useT();
  const navigate = useNavigate();
  const { project, newIn } = useProjectScope();
  const list = useListQuery(filterNames);
  const filters = useFilters();
  const live = useLive(kind.list, { params: {}, query: { ...serverQuery(list.query), project } });
  const [create, patch, remove] =
    useAccess([
      { verb: 'create', resource: kind.resource, namespace: project },
      { verb: 'patch', resource: kind.resource, namespace: project },
      { verb: 'delete', resource: kind.resource, namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState<MapRow>();
  const { words } = kind;
  return (
    <ListPage
      {...list}
      title={t(words.plural)}
      table={kind.resource}
      live={live}
      attempt={project === undefined ? t(words.viewAll) : t(words.viewAllIn, { project })}
      createButton={
        <GuardedButton
          title={t(words.create)}
          onClick={() => void navigate(createAddress(kind.kind, newIn))}
          obstacle={create === false ? t(words.mayCreate) : undefined}
        />
      }
      firstUse={{ icon: RouteIcon, title: t(words.firstUse), text: t(words.firstUseText) }}
      filters={filters}
      filterNames={filterNames}
      columns={mapColumns({
        t,
        kind,
        scope: project === undefined ? 'all' : 'project',
        rights: { patch, delete: remove },
        go: (address) => void navigate(address),
        askDelete: setDeleting,
      })}
      keyOf={(row) => row.uid}
      nameOf={(row) => row.name}
      defaultSort="name"
    >
      {deleting !== undefined && <DeleteMapDialog kind={kind} map={deleting} onClose={() => setDeleting(undefined)} />}
    </ListPage>
  );
}
