import type { JsonObject } from './json.ts';
import { assign, equal, isObject } from './json.ts';
import type { KubeObject, ManagedFields } from './object.ts';

const METADATA: readonly string[] = ['labels', 'annotations', 'finalizers', 'ownerReferences'];
const WITHOUT_OWNER: readonly string[] = ['apiVersion', 'kind', 'metadata'];

function changed(after: JsonObject, before: JsonObject, fields: readonly string[]): JsonObject {
  const set: JsonObject = {};
  for (const field of fields) {
    const [now, then] = [after[field], before[field]];
    if (now === undefined || equal(now, then)) continue;
    const inner = isObject(now) ? changed(now, isObject(then) ? then : {}, Object.keys(now)) : {};
    assign(set, `f:${field}`, isObject(now) && then === undefined ? { '.': {}, ...inner } : inner);
  }
  return set;
}

/** The fields that differ, lists as a whole. */
function changedFields(after: KubeObject, before: KubeObject | undefined): JsonObject {
  const own = Object.keys(after).filter((field) => !WITHOUT_OWNER.includes(field));
  const metadata = changed({ ...after.metadata }, { ...before?.metadata }, METADATA);
  const set = changed(after, before ?? {}, own);
  return Object.keys(metadata).length === 0 ? set : { ...set, 'f:metadata': metadata };
}

function union(a: JsonObject, b: JsonObject): JsonObject {
  const result = { ...a };
  for (const [field, inner] of Object.entries(b)) {
    const present = result[field];
    assign(result, field, isObject(present) && isObject(inner) ? union(present, inner) : inner);
  }
  return result;
}

/** The parts of built-in kinds are structures that are always there: nobody owns them as such. */
function withoutParts(set: JsonObject): JsonObject {
  const result = { ...set };
  for (const part of ['f:spec', 'f:status']) {
    const inner = result[part];
    if (isObject(inner)) result[part] = Object.fromEntries(Object.entries(inner).filter(([field]) => field !== '.'));
  }
  return result;
}

/** The entries after a write by `writer`, whose own entry grows by what it changed. */
export function managedAfter(
  after: KubeObject,
  before: KubeObject | undefined,
  writer: {
    readonly manager: string;
    readonly time: string;
    readonly subresource: string | undefined;
    readonly custom: boolean;
  },
): ManagedFields[] {
  const { manager, time, subresource } = writer;
  const entries = before?.metadata.managedFields ?? [];
  const isMine = (entry: ManagedFields) => entry.manager === manager && entry.subresource === subresource;
  const mine = entries.find(isMine);
  const set = changedFields(after, before);
  const fieldsV1 = union(mine?.fieldsV1 ?? {}, writer.custom ? set : withoutParts(set));
  if (Object.keys(fieldsV1).length === 0) return [...entries];
  return [
    ...entries.filter((entry) => !isMine(entry)),
    {
      manager,
      operation: 'Update',
      apiVersion: after.apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1,
      ...(subresource === undefined ? {} : { subresource }),
    },
  ];
}
