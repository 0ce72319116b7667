import { Link } from 'react-router';
import type { MapRow } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress } from '../address.ts';
import { formatNumber } from '../format.ts';
import type { Translate } from '../i18n.ts';
import { mapAppearance } from '../states/appearance.ts';
import type { Column } from '../table/data-table.tsx';
import { actionsColumn, nameColumns, statusColumn } from '../table/object-columns.tsx';
import { ActionMenu } from '../table/row-menu.tsx';
import { mapActions } from './map-actions.ts';
import type { MapKind } from './map-kind.ts';

interface MapColumnsOptions {
  readonly t: Translate;
  readonly kind: MapKind;
  readonly scope: 'all' | 'project';
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
  readonly go: (address: string) => void;
  readonly askDelete: (map: MapRow) => void;
}

export function mapColumns({ t, kind, scope, rights, go, askDelete }: MapColumnsOptions): Column<MapRow>[] {
  return [
    ...nameColumns<MapRow>({ t, kind: kind.kind, scope }),
    {
      key: 'source',
      title: t('Source'),
      sort: 'source',
      cell: ({ source }) => <Link to={detailsAddress('Provider', source)}>{source.name}</Link>,
    },
    { key: 'target', title: t('Target'), sort: 'target', cell: ({ target }) => target.name },
    statusColumn(t, mapAppearance),
    {
      key: 'entries',
      title: t(kind.words.rows),
      sort: 'entries',
      alignment: 'end',
      cell: ({ entries }) => formatNumber(entries),
    },
    { key: 'plans', title: t('Plans'), sort: 'plans', alignment: 'end', cell: ({ plans }) => formatNumber(plans) },
    {
      key: 'owner',
      title: t('Owner'),
      sort: 'owner',
      cell: ({ owner, namespace }) =>
        owner === undefined ? (
          t('Shared')
        ) : (
          <Link to={detailsAddress('Plan', { namespace, name: owner })}>{owner}</Link>
        ),
    },
    actionsColumn(t, (row) => (
      <ActionMenu
        name={row.name}
        actions={mapActions({ t, kind, map: row, rights, go, askDelete: () => askDelete(row) })}
      />
    )),
  ];
}
