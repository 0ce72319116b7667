import type { Translate } from '../../../shared/i18n.ts';
import { createAddress, detailsAddress } from '../../../shared/address.ts';
import type { MenuAction } from '../../../shared/table/row-menu.tsx';
import { deleteObstacle, isReady, isThisCluster, type ProviderRow } from '../../../shared/providers/provider.ts';

interface ProviderActionsOptions {
  readonly t: Translate;
  readonly provider: ProviderRow;
  readonly go: (address: string) => void;
  readonly askDelete: () => void;
  /** Undefined while unknown. */
  readonly rights: { readonly patch?: boolean; readonly delete?: boolean };
}

/** What can be done with a provider; the same in rows and on its page. */
export function providerActions({ t, provider, go, askDelete, rights }: ProviderActionsOptions): MenuAction[] {
  const source = `${provider.namespace}/${provider.name}`;
  const edit = detailsAddress('Provider', provider, 'edit');
  const notEditable = isThisCluster(provider)
    ? t('The provider of this cluster has nothing to edit.')
    : rights.patch === false
      ? t('You need permission to change providers in project {{project}}.', { project: provider.namespace })
      : undefined;
  return [
    {
      key: 'plan',
      title: t('Create plan'),
      run: () => go(createAddress('Plan', provider.namespace, { source })),
      obstacle: isThisCluster(provider)
        ? t('This cluster is a target.')
        : isReady(provider)
          ? undefined
          : t('The provider is not ready.'),
    },
    { key: 'test', title: t('Test connection'), run: () => go(`${edit}?test=now`), obstacle: notEditable },
    { key: 'edit', title: t('Edit'), run: () => go(edit), obstacle: notEditable },
    { key: 'credentials', title: t('Replace credentials'), run: () => go(`${edit}?focus=user`), obstacle: notEditable },
    {
      key: 'delete',
      title: t('Delete'),
      run: askDelete,
      obstacle: deleteObstacle(t, provider, rights),
      tone: 'danger',
    },
  ];
}
