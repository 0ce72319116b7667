import { providers, type Provider } from '../../api/generated/provider.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { KubeObject, ObjectKey } from '../../api/resource.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Informer } from '../../kube/informer.ts';
import type { Inventories, ProviderInventory } from '../../inventory/inventory.ts';
import type { Referred, ReferredProviders } from './provider-references.ts';

/** Both ends of a map or plan; references without namespace mean the object's own. */
export function gatherProviders(
  cluster: Cluster,
  refs: { readonly source?: ObjectReference; readonly destination?: ObjectReference } | undefined,
  namespace: string,
): ReferredProviders {
  const cache = cluster.informer({ resource: providers });
  return { source: refer(cache, refs?.source, namespace), destination: refer(cache, refs?.destination, namespace) };
}

export function refer<T extends KubeObject>(
  cache: Informer<T>,
  ref: ObjectReference | undefined,
  namespace: string,
): Referred<T> {
  const key = referredKey(ref, namespace);
  return { ref, object: key === undefined ? undefined : cache.get(key) };
}

export function referredKey(ref: ObjectReference | undefined, namespace: string): ObjectKey | undefined {
  return ref?.name ? { name: ref.name, namespace: ref.namespace || namespace } : undefined;
}

/** undefined while the inventory cannot tell what exists. */
export function readableInventory(
  inventories: Inventories,
  provider: Provider | undefined,
): ProviderInventory | undefined {
  const inventory = inventories.of(provider?.metadata.uid ?? '');
  return inventory?.state.phase === 'loading' ? undefined : inventory;
}
