import type { Named } from '../address.ts';
import { isReady, isThisCluster, type ProviderRow } from './provider.ts';

export const refText = ({ namespace, name }: Named) => `${namespace}/${name}`;
export const sameRef = (left: Named | undefined, right: Named | undefined) =>
  left?.namespace === right?.namespace && left?.name === right?.name;

export function parseRef(text: string | null): Named | undefined {
  const [namespace, name, ...rest] = (text ?? '').split('/');
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}

const refOf = ({ namespace, name }: Named): Named => ({ namespace, name });

export function sourcesOf(providers: readonly ProviderRow[]): ProviderRow[] {
  return providers.filter((provider) => provider.role !== 'target' && !isThisCluster(provider));
}

export function targetsOf(providers: readonly ProviderRow[]): ProviderRow[] {
  return providers.filter((provider) => provider.role !== 'source');
}

/** The only one that is ready; a choice among several is the user's. */
function onlyReady(providers: readonly ProviderRow[]): Named | undefined {
  const [first, ...others] = providers.filter(isReady);
  return first !== undefined && others.length === 0 ? refOf(first) : undefined;
}

export function proposedSource(providers: readonly ProviderRow[]): Named | undefined {
  return onlyReady(sourcesOf(providers));
}

export function proposedTarget(providers: readonly ProviderRow[]): Named | undefined {
  const found = providers.find(isThisCluster);
  return found === undefined ? onlyReady(targetsOf(providers)) : refOf(found);
}
