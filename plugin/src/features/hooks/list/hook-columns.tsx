import type { HookRow } from '@gantry/bff/api/http/hooks.ts';
import { formatNumber } from '../../../shared/format.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { hookAppearance } from '../../../shared/states/appearance.ts';
import type { Column } from '../../../shared/table/data-table.tsx';
import { actionsColumn, nameColumns, statusColumn } from '../../../shared/table/object-columns.tsx';
import { ActionMenu } from '../../../shared/table/row-menu.tsx';
import { hookActions } from '../actions/hook-actions.ts';
import { contentText, deadlineText, kindNames } from '../hook.ts';

interface HookColumnsOptions {
  readonly t: Translate;
  readonly scope: 'all' | 'project';
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
  readonly go: (address: string) => void;
  readonly askDelete: (hook: HookRow) => void;
}

export function hookColumns({ t, scope, rights, go, askDelete }: HookColumnsOptions): Column<HookRow>[] {
  return [
    ...nameColumns<HookRow>({ t, kind: 'Hook', scope }),
    { key: 'kind', title: t('Kind'), sort: 'kind', cell: (row) => t(kindNames[row.kind]) },
    { key: 'content', title: t('Content'), sort: 'content', cell: (row) => contentText(t, row) },
    {
      key: 'serviceAccount',
      title: t('Service account'),
      sort: 'serviceAccount',
      cell: (row) => row.serviceAccount ?? t('Of the plan'),
    },
    { key: 'deadline', title: t('Deadline'), sort: 'deadline', cell: (row) => deadlineText(t, row.deadlineSeconds) },
    { key: 'plans', title: t('Used by'), sort: 'plans', alignment: 'end', cell: (row) => formatNumber(row.plans) },
    statusColumn(t, hookAppearance),
    actionsColumn(t, (row) => (
      <ActionMenu
        name={row.name}
        actions={hookActions({ t, hook: row, go, askDelete: () => askDelete(row), rights })}
      />
    )),
  ];
}
