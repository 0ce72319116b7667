import { equal } from '../json.ts';
import type { KubeObject, ManagedFields } from '../object.ts';
import { apiVersionOf } from '../resource-type.ts';
import type { ResourceType } from '../resource-type.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { coreShape, withParts } from './core-shape.ts';
import { customShape } from './custom-shape.ts';
import type { FieldSet } from './field-set.ts';
import { NOTHING, difference, isEmpty, node, union, without } from './field-set.ts';
import type { Manager } from './managers.ts';
import { readManagers, sameManager, writeManagers } from './managers.ts';
import type { Shape } from './shape.ts';
import { OPEN } from './shape.ts';

/** Who writes, and when. */
export interface Writer {
  readonly manager: string;
  /** As in metadata. */
  readonly time: string;
  readonly subresource: string | undefined;
}

export function shapeOfType(type: ResourceType): Shape {
  if (!type.custom) return coreShape(type.kind);
  return type.schema === undefined ? OPEN : customShape(type.schema);
}

/** Fields that nobody owns. */
const UNOWNED: readonly (readonly string[])[] = [
  ['f:apiVersion'],
  ['f:kind'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((field) => ['f:metadata', `f:${field}`]),
];

/** The set without what nobody owns, and without what a write to the endpoint does not reach. */
export function ownable(set: FieldSet, type: ResourceType, subresource: string | undefined): FieldSet {
  const out = [...UNOWNED, ...unreached(type, subresource)];
  const rest = out.reduce(without, set);
  return node({
    member: rest.member,
    children: [...rest.children].map(([step, child]) => [
      step,
      step === 'f:metadata' ? { ...child, member: false } : child,
    ]),
  });
}

function unreached(type: ResourceType, subresource: string | undefined): (readonly string[])[] {
  if (subresource === 'status') return type.custom ? [['f:spec'], ['f:metadata']] : [['f:spec']];
  return type.subresources.includes('status') ? [['f:status']] : [];
}

function comparison(type: ResourceType, before: KubeObject | undefined, after: KubeObject): Comparison {
  const then = before ?? {};
  return compare(type.custom ? then : withParts(then, after), after, shapeOfType(type));
}

/** The managers after fields changed under them: what was modified by another or is gone is theirs no more. */
export function afterChange(managers: readonly Manager[], change: Comparison): Manager[] {
  const taken = union(change.modified, change.added);
  return managers.map((manager) => ({
    ...manager,
    fields: difference(difference(manager.fields, taken), change.removed),
  }));
}

/** The entries of an object whose fields are all by one manager, without whom nobody would own them. */
export function ownerOfAll(type: ResourceType, object: KubeObject, manager: string): Manager {
  const { added, modified } = comparison(type, undefined, object);
  const fields = ownable(union(added, modified), type, undefined);
  return { manager, operation: 'Update', apiVersion: apiVersionOf(type), fields };
}

/** `[{}]` and an empty list ask the server to forget who owns what. */
function isReset(entries: readonly ManagedFields[]): boolean {
  return entries.length === 0 || (entries.length === 1 && Object.keys(entries[0] ?? {}).length === 0);
}

function managersFor(before: KubeObject | undefined, given: readonly ManagedFields[] | undefined) {
  const known = readManagers(before?.metadata.managedFields ?? []) ?? [];
  if (given === undefined) return known;
  return isReset(given) ? [] : (readManagers(given) ?? known);
}

/**
 * The entries after a create, update or patch by `writer`. `given` is what the client sent for them. An object whose
 * owners are not recorded stays so until somebody applies it.
 */
export function managedAfterUpdate(
  type: ResourceType,
  states: { readonly before: KubeObject | undefined; readonly after: KubeObject },
  given: readonly ManagedFields[] | undefined,
  writer: Writer,
): ManagedFields[] {
  const { before, after } = states;
  const { manager, time, subresource } = writer;
  const managers = managersFor(before, subresource === undefined ? given : undefined);
  if (before !== undefined && managers.length === 0) return [];
  const change = comparison(type, before, after);
  const identity = { manager, operation: 'Update' as const, apiVersion: apiVersionOf(type), subresource };
  const taken = ownable(union(change.added, change.modified), type, subresource);
  const left = afterChange(managers, change);
  if (isEmpty(taken)) return writeManagers(left);
  const own = left.find((one) => sameManager(one, identity));
  return writeManagers([
    ...left.filter((one) => one !== own),
    {
      manager,
      operation: 'Update',
      apiVersion: identity.apiVersion,
      ...(subresource === undefined ? {} : { subresource }),
      time,
      fields: union(own?.fields ?? NOTHING, taken),
    },
  ]);
}

export function keepManaged({ metadata }: KubeObject, managed: readonly ManagedFields[]): void {
  if (managed.length > 0) metadata.managedFields = [...managed];
  else delete metadata.managedFields;
}

function timeless(entries: readonly ManagedFields[] = []): string[] {
  return entries.map((entry) => JSON.stringify({ ...entry, time: undefined })).toSorted();
}

/** A write that changes nothing is none, also when it would move a manager's time. */
export function sameButForTimes(next: KubeObject, current: KubeObject): boolean {
  const { managedFields } = current.metadata;
  if (!equal(timeless(next.metadata.managedFields), timeless(managedFields))) return false;
  return equal({ ...next, metadata: { ...next.metadata, managedFields } }, current);
}
