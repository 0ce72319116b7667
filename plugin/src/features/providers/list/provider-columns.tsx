import { formatAge, formatNumber } from '../../../shared/format.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { providerAppearance } from '../../../shared/states/appearance.ts';
import type { Column } from '../../../shared/table/data-table.tsx';
import { actionsColumn, nameColumns, statusColumn } from '../../../shared/table/object-columns.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { providerActions } from '../actions/provider-actions.ts';
import { isThisCluster, typeName, type ProviderRow } from '../../../shared/providers/provider.ts';

interface ProviderColumnsOptions {
  readonly t: Translate;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly scope: 'all' | 'project';
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
  readonly go: (address: string) => void;
  readonly askDelete: (provider: ProviderRow) => void;
}

export function providerColumns(options: ProviderColumnsOptions): Column<ProviderRow>[] {
  const { t, now, scope, rights, go, askDelete } = options;
  return [
    ...nameColumns<ProviderRow>({ t, kind: 'Provider', scope }),
    { key: 'type', title: t('Type'), sort: 'type', cell: (row) => typeName(row.type) },
    statusColumn(t, providerAppearance),
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
      cell: (row) => (row.lastSync === undefined ? '–' : t('{{age}} ago', { age: formatAge(row.lastSync, now) })),
    },
    { key: 'plans', title: t('Plans'), sort: 'plans', alignment: 'end', cell: (row) => formatNumber(row.plans) },
    actionsColumn(t, (row) => (
      <ActionMenu
        name={row.name}
        actions={providerActions({ t, provider: row, go, askDelete: () => askDelete(row), rights })}
      />
    )),
  ];
}
