import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import type { getProvider, providerRow } from '@gantry/bff/api/http/providers.ts';
import type { z } from 'zod';
import type { Translate } from '../i18n.ts';

export type ProviderRow = z.output<typeof providerRow>;
export type ProviderDetails = AnswerOf<typeof getProvider>;

const readyStates: readonly ProviderRow['state'][] = ['Ready', 'ReadyNotVerified', 'ReadyRightsMissing'];

export function isReady(provider: Pick<ProviderRow, 'state'>): boolean {
  return readyStates.includes(provider.state);
}

const typeNames: Readonly<Record<string, string>> = {
  vsphere: 'vSphere',
  openshift: 'OpenShift',
  ovirt: 'oVirt',
  openstack: 'OpenStack',
  ova: 'OVA',
};

/** Names of products, which are not translated. */
export function typeName(type: string): string {
  return typeNames[type] ?? type;
}

/** Is it the cluster that Gantry itself runs in? */
export function isThisCluster(provider: Pick<ProviderRow, 'type' | 'url'>): boolean {
  return provider.type === 'openshift' && provider.url === '';
}

/** Another cluster, which knows its own projects and decides who may use them. */
export function isOtherCluster(provider: Pick<ProviderRow, 'type' | 'url'> | undefined): boolean {
  return provider?.type === 'openshift' && provider.url !== '';
}

export function deleteObstacle(
  t: Translate,
  provider: ProviderRow,
  rights: { readonly delete?: boolean },
): string | undefined {
  if (isThisCluster(provider)) return t('The provider of this cluster cannot be deleted.');
  if (rights.delete === false)
    return t('You need permission to delete providers in project {{project}}.', { project: provider.namespace });
  const [plan] = provider.heldBy;
  return plan === undefined ? undefined : t('Used by the running plan {{plan}}.', { plan });
}
