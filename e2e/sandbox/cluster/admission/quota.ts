import { amountsOf } from '../amounts.ts';
import type { JsonObject } from '../json.ts';
import { equal, objectAt, textAt } from '../json.ts';
import { containersOf } from '../kinds/pod.ts';
import type { KubeObject } from '../object.ts';
import { formatQuantity } from '../../quantity.ts';
import { forbidden } from '../status-error.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin, Review } from './admission.ts';
import { inScope } from './quota-scopes.ts';
import { countedIn, usageOf, usedOf } from './quota-usage.ts';

const QUOTAS = '/resourcequotas';

/** Limited names that a container has to say something about: `requests.cpu` and its like. */
function unsaid(quota: KubeObject, { type, object }: Review): string[] {
  if (type.collection !== '/pods') return [];
  const hard = Object.keys(objectAt(quota.spec, 'hard') ?? {}).sort();
  return hard.flatMap((name) => {
    const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(name);
    if (match === null) return [];
    const which = match[1] ?? 'requests';
    const silent = containersOf(object)
      .filter(({ container }) => objectAt(container, 'resources', which)?.[match[2] ?? ''] === undefined)
      .map(({ container }) => textAt(container, 'name') ?? '');
    return silent.length === 0 ? [] : [`${name} for: ${silent.join(',')}`];
  });
}

interface Excess {
  readonly name: string;
  readonly requested: string;
  readonly used: string;
  readonly limited: string;
}

function excesses(store: Store, quota: KubeObject, review: Review): Excess[] {
  const { type, object, before, namespace = '' } = review;
  const usage = usageOf(type.collection, object);
  const counted = before !== undefined && inScope(quota, type.collection, before);
  const earlier = counted ? usageOf(type.collection, before) : undefined;
  const texts = objectAt(quota.spec, 'hard') ?? {};
  return [...amountsOf(texts)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, limit]) => {
      const delta = (usage.get(name) ?? 0n) - (earlier?.get(name) ?? 0n);
      if (delta <= 0n) return [];
      const used = usedOf(store, { namespace, quota }, name);
      if (used + delta <= limit) return [];
      const like = String(texts[name]);
      return [{ name, requested: formatQuantity(delta, like), used: formatQuantity(used, like), limited: like }];
    });
}

/** Refuses what would exceed a quota of its namespace. */
export function quotaAdmission(store: Store): AdmissionPlugin {
  return (review) => {
    const { operation, type, namespace, object, subresource } = review;
    if (operation === 'DELETE' || subresource !== undefined || namespace === undefined) return;
    if (type.collection === QUOTAS && operation === 'UPDATE') return;
    for (const quota of store.list(QUOTAS, namespace)) {
      if (!inScope(quota, type.collection, object)) continue;
      const missing = operation === 'CREATE' ? unsaid(quota, review) : [];
      const refuse = (why: string) => forbidden(type, object.metadata.name, why);
      if (missing.length > 0) throw refuse(`failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`);
      const found = excesses(store, quota, review);
      if (found.length === 0) continue;
      const list = (field: 'requested' | 'used' | 'limited') =>
        found.map((excess) => `${excess.name}=${excess[field]}`).join(',');
      throw refuse(
        `exceeded quota: ${quota.metadata.name}, requested: ${list('requested')}, used: ${list('used')}, limited: ${list('limited')}`,
      );
    }
  };
}

function statusOf(store: Store, quota: KubeObject): JsonObject {
  const hard = objectAt(quota.spec, 'hard') ?? {};
  const used: JsonObject = {};
  for (const [name, limit] of Object.entries(hard)) {
    if (countedIn(name) === undefined) continue;
    used[name] = formatQuantity(
      usedOf(store, { namespace: quota.metadata.namespace ?? '', quota }, name),
      String(limit),
    );
  }
  return { hard, used };
}

/** Keeps `status.used` of quotas what their namespaces use. */
export function countQuotas(store: Store): void {
  store.subscribeAll(({ object }) => {
    const { namespace } = object.metadata;
    if (namespace === undefined) return;
    for (const quota of store.list(QUOTAS, namespace)) {
      const status = statusOf(store, quota);
      if (!equal(status, quota.status ?? {})) store.put(QUOTAS, { ...quota, status });
    }
  });
}
