import type { Amounts } from '../amounts.ts';
import { addAmounts, podAmounts } from '../amounts.ts';
import { objectAt, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { parseQuantity } from '../../quantity.ts';
import type { Store } from '../store.ts';
import { inScope } from './quota-scopes.ts';

const ONE = 1_000_000_000n;
/** Collections that quotas know by a plain name besides `count/…`. */
const PLAIN: readonly string[] = [
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'resourcequotas',
  'secrets',
  'services',
];
const CLASS_PREFIX = '.storageclass.storage.k8s.io/';

/** The name `count/…` uses for a collection. */
function countName(collection: string): string {
  const [group = '', plural = ''] = collection.split('/');
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`;
}

function ofPod(pod: KubeObject): Amounts {
  const phase = textAt(pod.status, 'phase');
  const usage: Amounts = new Map();
  if (phase === 'Succeeded' || phase === 'Failed') return usage;
  usage.set('pods', ONE);
  for (const [name, amount] of podAmounts(pod, 'requests')) {
    usage.set(`requests.${name}`, amount);
    if (name === 'cpu' || name === 'memory') usage.set(name, amount);
  }
  for (const [name, amount] of podAmounts(pod, 'limits')) usage.set(`limits.${name}`, amount);
  return usage;
}

function ofClaim(claim: KubeObject): Amounts {
  const usage: Amounts = new Map([['persistentvolumeclaims', ONE]]);
  const storage = parseQuantity(objectAt(claim.spec, 'resources', 'requests')?.storage) ?? 0n;
  usage.set('requests.storage', storage);
  const name = textAt(claim.spec, 'storageClassName') ?? '';
  if (name !== '') {
    usage.set(`${name}${CLASS_PREFIX}requests.storage`, storage);
    usage.set(`${name}${CLASS_PREFIX}persistentvolumeclaims`, ONE);
  }
  return usage;
}

/** What one object uses, by the names a quota may limit. */
export function usageOf(collection: string, object: KubeObject): Amounts {
  const usage: Amounts = new Map([[countName(collection), ONE]]);
  const plural = collection.startsWith('/') ? collection.slice(1) : '';
  if (collection === '/pods') addAmounts(usage, ofPod(object));
  else if (collection === '/persistentvolumeclaims') addAmounts(usage, ofClaim(object));
  else if (PLAIN.includes(plural)) usage.set(plural, ONE);
  return usage;
}

/** The collection in which a limited name is counted; `undefined` for names that nothing uses. */
export function countedIn(name: string): string | undefined {
  if (name.startsWith('count/')) {
    const [plural = '', ...group] = name.slice('count/'.length).split('.');
    return `${group.join('.')}/${plural}`;
  }
  if (name === 'requests.storage' || name.includes(CLASS_PREFIX)) return '/persistentvolumeclaims';
  if (PLAIN.includes(name)) return `/${name}`;
  return /^(?:requests\.|limits\.|cpu$|memory$)/.test(name) ? '/pods' : undefined;
}

/** What is used now of one name that a quota of the namespace limits. */
export function usedOf(
  store: Store,
  { namespace, quota }: { readonly namespace: string; readonly quota: KubeObject },
  name: string,
): bigint {
  const collection = countedIn(name);
  if (collection === undefined) return 0n;
  return store
    .list(collection, namespace)
    .filter((object) => inScope(quota, collection, object))
    .reduce((sum, object) => sum + (usageOf(collection, object).get(name) ?? 0n), 0n);
}
