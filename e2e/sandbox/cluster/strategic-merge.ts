import type { JsonObject } from './json.ts';
import { assign, copy, equal, isObject } from './json.ts';
import { badRequest } from './status-error.ts';

/** Field → key by which its items are merged, in the built-in kinds; other lists are replaced. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  ports: 'containerPort',
  conditions: 'type',
  ownerReferences: 'uid',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  webhooks: 'name',
  matchConditions: 'name',
};
/** Lists of plain values that are merged as sets. */
const SETS: readonly string[] = ['finalizers'];
const DIRECTIVE = '$patch';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';
const RETAIN = '$retainKeys';

/** Strategic merge patch, for the built-in kinds. */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) throw badRequest('json: cannot unmarshal the patch into an object');
  return mergeObject(isObject(target) ? target : {}, patch);
}

function mergeObject(target: JsonObject, patch: JsonObject): JsonObject {
  if (patch[DIRECTIVE] === 'replace') {
    return copy(Object.fromEntries(Object.entries(patch).filter(([field]) => field !== DIRECTIVE)));
  }
  const retained = patch[RETAIN];
  const result: JsonObject = Array.isArray(retained)
    ? Object.fromEntries(Object.entries(target).filter(([field]) => retained.includes(field)))
    : { ...target };
  for (const [field, value] of Object.entries(patch)) {
    if (field === DIRECTIVE || field === RETAIN || field.startsWith(ELEMENT_ORDER)) continue;
    if (field.startsWith(DELETE_FROM)) removePlain(result, field.slice(DELETE_FROM.length), value);
    else if (value === null) Reflect.deleteProperty(result, field);
    else assign(result, field, mergeField(field, result[field], value));
  }
  for (const [field, order] of Object.entries(patch))
    if (field.startsWith(ELEMENT_ORDER) && Array.isArray(order))
      reorder(result, field.slice(ELEMENT_ORDER.length), order);
  return result;
}

function mergeField(field: string, target: unknown, value: unknown): unknown {
  if (isObject(value)) {
    if (value[DIRECTIVE] === 'delete') return undefined;
    return mergeObject(isObject(target) ? target : {}, value);
  }
  if (!Array.isArray(value)) return value;
  const existing: unknown[] = Array.isArray(target) ? target : [];
  if (SETS.includes(field)) {
    const own = existing.filter((item) => !(value as unknown[]).includes(item));
    return inOrder([...new Set(value as unknown[])], own, (item) => existing.indexOf(item));
  }
  const key = mergeKey(field, value);
  return key === undefined ? copy(value as unknown[]) : mergeList(existing, value, key);
}

function mergeKey(field: string, items: readonly unknown[]): string | undefined {
  const key = MERGE_KEYS[field];
  // A Service's ports are known by another key than a container's.
  if (field === 'ports' && items.some((item) => isObject(item) && item.containerPort === undefined)) return 'port';
  return key;
}

function mergeList(target: readonly unknown[], patch: readonly unknown[], key: string): unknown[] {
  if (patch.some((item) => isObject(item) && item[DIRECTIVE] === 'replace'))
    return copy(patch.filter((item) => !isObject(item) || item[DIRECTIVE] === undefined));
  const same = (item: unknown, other: unknown) => isObject(item) && isObject(other) && equal(item[key], other[key]);
  const deleted = patch.filter((item) => isObject(item) && item[DIRECTIVE] === 'delete');
  const wanted = patch.filter(isObject).filter((item) => !deleted.includes(item));
  const original = target.filter((item) => !deleted.some((gone) => same(item, gone)));
  const merged = wanted.map((item) => {
    const found = original.find((other) => same(item, other));
    return mergeObject(isObject(found) ? found : {}, item);
  });
  const own = original.filter((item) => !wanted.some((other) => same(item, other)));
  return inOrder(merged, own, (item) => original.findIndex((other) => same(item, other)));
}

/** Items of the patch and those that only the server has; what is new to the server comes as early as it can. */
function inOrder(patched: readonly unknown[], own: readonly unknown[], rank: (item: unknown) => number): unknown[] {
  const result: unknown[] = [];
  const waiting = [...own];
  for (const item of patched) {
    while (waiting.length > 0 && rank(item) > rank(waiting[0])) result.push(waiting.shift());
    result.push(item);
  }
  return [...result, ...waiting];
}

function removePlain(target: JsonObject, field: string, values: unknown): void {
  const existing = target[field];
  if (!Array.isArray(existing) || !Array.isArray(values)) return;
  target[field] = existing.filter((item) => !values.includes(item));
}

function reorder(target: JsonObject, field: string, order: readonly unknown[]): void {
  const existing = target[field];
  if (!Array.isArray(existing)) return;
  const key = mergeKey(field, existing);
  const rank = (item: unknown): number => {
    const found = order.findIndex((wanted) =>
      key !== undefined && isObject(wanted) && isObject(item) ? equal(wanted[key], item[key]) : equal(wanted, item),
    );
    return found === -1 ? Number.MAX_SAFE_INTEGER : found;
  };
  target[field] = (existing as unknown[]).toSorted((a, b) => rank(a) - rank(b));
}
