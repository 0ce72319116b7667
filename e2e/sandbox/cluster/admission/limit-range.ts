import { amountsOf, podAmounts } from '../amounts.ts';
import type { Amounts } from '../amounts.ts';
import type { JsonObject } from '../json.ts';
import { ensureObject, objectAt, objectsAt, textAt } from '../json.ts';
import { containersOf } from '../kinds/pod.ts';
import type { KubeObject } from '../object.ts';
import { formatQuantity } from '../../quantity.ts';
import { forbidden } from '../status-error.ts';
import type { Store } from '../store.ts';
import type { AdmissionPlugin, Review } from './admission.ts';

interface Measured {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

function limitsOf(store: Store, namespace: string | undefined): JsonObject[] {
  if (namespace === undefined) return [];
  return store.list('/limitranges', namespace).flatMap((range) => objectsAt(range.spec, 'limits'));
}

/** Containers that say nothing get the defaults of their namespace. */
export function limitRangeDefaults(store: Store): AdmissionPlugin {
  return ({ operation, type, namespace, object }) => {
    if (operation !== 'CREATE' || type.collection !== '/pods') return;
    for (const limit of limitsOf(store, namespace)) {
      if (textAt(limit, 'type') !== 'Container') continue;
      for (const { container } of containersOf(object)) {
        const resources = ensureObject(container, 'resources');
        fill(resources, 'limits', objectAt(limit, 'default'));
        fill(resources, 'requests', objectAt(limit, 'defaultRequest') ?? objectAt(limit, 'default'));
      }
    }
  };
}

function fill(resources: JsonObject, which: string, defaults: JsonObject | undefined): void {
  if (defaults === undefined) return;
  const present = ensureObject(resources, which);
  for (const [name, amount] of Object.entries(defaults)) present[name] ??= amount;
}

function measured(object: KubeObject, kind: string): Measured[] {
  if (kind === 'PersistentVolumeClaim')
    return [{ requests: amountsOf(objectAt(object.spec, 'resources', 'requests')), limits: new Map() }];
  if (kind === 'Pod') return [{ requests: podAmounts(object, 'requests'), limits: podAmounts(object, 'limits') }];
  return containersOf(object).map(({ container }) => ({
    requests: amountsOf(objectAt(container, 'resources', 'requests')),
    limits: amountsOf(objectAt(container, 'resources', 'limits')),
  }));
}

function tooSmall(kind: string, limit: JsonObject, { requests }: Measured): string[] {
  const texts = objectAt(limit, 'min') ?? {};
  return [...amountsOf(texts)].flatMap(([name, least]) => {
    const request = requests.get(name);
    const head = `minimum ${name} usage per ${kind} is ${String(texts[name])}`;
    if (request === undefined) return [`${head}. No request is specified`];
    return request < least ? [`${head}, but request is ${formatQuantity(request, String(texts[name]))}`] : [];
  });
}

function tooLarge(kind: string, limit: JsonObject, { requests, limits }: Measured): string[] {
  const texts = objectAt(limit, 'max') ?? {};
  return [...amountsOf(texts)].flatMap(([name, most]) => {
    const like = String(texts[name]);
    const head = `maximum ${name} usage per ${kind} is ${like}`;
    const [asked, allowed] = [requests.get(name), limits.get(name)];
    if (kind === 'PersistentVolumeClaim')
      return asked !== undefined && asked > most ? [`${head}, but request is ${formatQuantity(asked, like)}`] : [];
    if (allowed === undefined) return [`${head}. No limit is specified`];
    return allowed > most ? [`${head}, but limit is ${formatQuantity(allowed, like)}`] : [];
  });
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  '/pods': ['Container', 'Pod'],
  '/persistentvolumeclaims': ['PersistentVolumeClaim'],
};

function problems({ type, object }: Review, limits: readonly JsonObject[]): string[] {
  const kinds = KINDS[type.collection] ?? [];
  return limits.flatMap((limit) => {
    const kind = textAt(limit, 'type') ?? '';
    if (!kinds.includes(kind)) return [];
    return measured(object, kind).flatMap((amounts) => [
      ...tooSmall(kind, limit, amounts),
      ...tooLarge(kind, limit, amounts),
    ]);
  });
}

/** Refuses what is smaller or larger than its namespace allows. */
export function limitRangeBounds(store: Store): AdmissionPlugin {
  return (review) => {
    const { operation, type, namespace, object, subresource } = review;
    if (KINDS[type.collection] === undefined || operation === 'DELETE' || subresource !== undefined) return;
    const found = problems(review, limitsOf(store, namespace));
    if (found.length === 0) return;
    const text = found.length === 1 ? found.join('') : `[${found.join(', ')}]`;
    throw forbidden(type, object.metadata.name, text);
  };
}
