import type { HookRow } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress } from '../../../shared/address.ts';
import type { Translate } from '../../../shared/i18n.ts';
import type { MenuAction } from '../../../shared/table/row-menu.tsx';
import { deleteObstacle, editObstacle } from '../hook.ts';

interface HookActionsOptions {
  readonly t: Translate;
  readonly hook: HookRow;
  readonly go: (address: string) => void;
  readonly askDelete: () => void;
  /** Undefined while unknown. */
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
}

/** What can be done with a hook; the same in rows and on its page. */
export function hookActions({ t, hook, go, askDelete, rights }: HookActionsOptions): MenuAction[] {
  return [
    {
      key: 'edit',
      title: t('Edit'),
      run: () => go(detailsAddress('Hook', hook, 'edit')),
      obstacle: editObstacle(t, hook, rights),
    },
    {
      key: 'delete',
      title: t('Delete'),
      run: askDelete,
      obstacle: deleteObstacle(t, hook, rights),
      tone: 'danger',
    },
  ];
}
