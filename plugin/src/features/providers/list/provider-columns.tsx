import { Badge } from '@patternfly/react-core';
import { Link } from 'react-router';
import { detailsAddress } from '../../../shared/address.ts';
import { formatNumber, formatTime } from '../../../shared/format.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { providerAppearance } from '../../../shared/states/appearance.ts';
import { StatusCell } from '../../../shared/states/status-cell.tsx';
import type { Column } from '../../../shared/table/data-table.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { providerActions } from '../actions/provider-actions.ts';
import { isThisCluster, typeName, type ProviderRow } from '../../../shared/providers/provider.ts';

interface ProviderColumnsOptions {
  readonly t: Translate;
  readonly scope: 'all' | 'project';
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
  readonly go: (address: string) => void;
  readonly askDelete: (provider: ProviderRow) => void;
}

export function providerColumns(options: ProviderColumnsOptions): Column<ProviderRow>[] {
  const { t, scope, rights, go, askDelete } = options;
  const projectColumn: Column<ProviderRow> = {
    key: 'project',
    title: t('Project'),
    sort: 'project',
    cell: (row) => row.namespace,
  };
  return [
    {
      key: 'name',
      title: t('Name'),
      sort: 'name',
      cell: (row) => (
        <>
          <Link to={detailsAddress('Provider', row)}>{row.name}</Link>{' '}
          <Badge isRead aria-hidden>
            PR
          </Badge>
        </>
      ),
    },
    ...(scope === 'all' ? [projectColumn] : []),
    { key: 'type', title: t('Type'), sort: 'type', cell: (row) => typeName(row.type) },
    {
      key: 'status',
      title: t('Status'),
      sort: 'status',
      cell: (row) => <StatusCell appearance={providerAppearance[row.state]} message={row.message} />,
    },
    {
      key: 'url',
      title: t('Endpoint'),
      sort: 'url',
      cell: (row) => (isThisCluster(row) ? t('This cluster') : row.url),
    },
    {
      key: 'vms',
      title: t('VMs'),
      sort: 'vms',
      alignment: 'end',
      cell: (row) => (row.vms === undefined ? '–' : formatNumber(row.vms)),
    },
    {
      key: 'lastSync',
      title: t('Last sync'),
      sort: 'lastSync',
      cell: (row) => (row.lastSync === undefined ? '–' : formatTime(row.lastSync)),
    },
    { key: 'plans', title: t('Plans'), sort: 'plans', alignment: 'end', cell: (row) => formatNumber(row.plans) },
    {
      key: 'actions',
      title: t('Actions'),
      titleVisibility: 'hidden',
      cell: (row) => (
        <ActionMenu
          name={row.name}
          actions={providerActions({ t, provider: row, go, askDelete: () => askDelete(row), rights })}
        />
      ),
    },
  ];
}
