import type { JsonObject } from '../json.ts';
import { equal, isObject } from '../json.ts';
import type { KubeObject, ManagedFields } from '../object.ts';
import { apiVersionOf } from '../resource-type.ts';
import type { ResourceType } from '../resource-type.ts';
import { compare } from './compare.ts';
import type { Conflict } from './conflicts.ts';
import { applyConflict } from './conflicts.ts';
import { withParts } from './core-shape.ts';
import type { FieldSet } from './field-set.ts';
import { NOTHING, difference, intersection, isEmpty, union } from './field-set.ts';
import type { Manager } from './managers.ts';
import { readManagers, sameManager, writeManagers } from './managers.ts';
import { mergeApplied } from './merge.ts';
import { ownedBy, withDeclared, withoutFields } from './owned.ts';
import type { Shape } from './shape.ts';
import type { Writer } from './track.ts';
import { afterChange, ownable, ownerOfAll, shapeOfType } from './track.ts';

/** Who owns what was written before anybody applied. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

export interface Application {
  readonly type: ResourceType;
  /** As the client sent it. */
  readonly configuration: JsonObject;
  readonly force: boolean;
  readonly writer: Writer;
}

export interface Applied {
  /** Not yet decoded: defaults and checks come afterwards. */
  readonly object: JsonObject;
  readonly managedFields: ManagedFields[];
}

/** What applying a configuration to `live` leads to; `undefined` is an object that is not there. Throws 409. */
export function applied(live: KubeObject | undefined, application: Application): Applied {
  const { type, configuration, force, writer } = application;
  const shape = shapeOfType(type);
  const current = withoutManagers(live ?? {});
  const managers = managersOf(live, type);
  const identity = {
    manager: writer.manager,
    operation: 'Apply' as const,
    apiVersion: apiVersionOf(type),
    subresource: writer.subresource,
  };
  const earlier = managers.find((one) => sameManager(one, identity));
  const others = managers.filter((one) => one !== earlier);
  const said = ownedBy(configuration, shape);
  const fields = ownable(said, type, writer.subresource);
  const claims = { last: earlier?.fields ?? NOTHING, now: said, others };
  const wanted = pruned(mergeApplied(current, configuration, shape), shape, claims);
  const object = reached(wanted, current, application);
  const change = compare(type.custom ? current : withParts(current, object), object, shape);
  const conflicts = others.flatMap<Conflict>((manager) => {
    const disputed = intersection(manager.fields, union(change.modified, change.added));
    return isEmpty(disputed) ? [] : [{ manager, fields: disputed }];
  });
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  const time = equal(wanted, current) ? earlier?.time : writer.time;
  const own: Manager = {
    manager: identity.manager,
    operation: 'Apply',
    apiVersion: identity.apiVersion,
    ...(identity.subresource === undefined ? {} : { subresource: identity.subresource }),
    ...(time === undefined ? {} : { time }),
    fields: difference(fields, change.removed),
  };
  return { object, managedFields: writeManagers([...afterChange(others, change), own]) };
}

function withoutManagers(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object;
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}

function managersOf(live: KubeObject | undefined, type: ResourceType): Manager[] {
  const managers = readManagers(live?.metadata.managedFields ?? []) ?? [];
  if (live === undefined || managers.length > 0) return managers;
  return [ownerOfAll(type, live, BEFORE_FIRST_APPLY)];
}

/** What the endpoint does not write stays as it is. */
function reached(wanted: JsonObject, current: JsonObject, { type, writer }: Application): JsonObject {
  const object = { ...wanted };
  const keep = (field: string) => {
    if (current[field] === undefined) Reflect.deleteProperty(object, field);
    else object[field] = current[field];
  };
  if (writer.subresource === 'status') {
    keep('spec');
    if (type.custom) keep('metadata');
  } else if (type.subresources.includes('status')) keep('status');
  return object;
}

interface Claims {
  /** What the manager owns since it applied the last time, and what it says now. */
  readonly last: FieldSet;
  readonly now: FieldSet;
  readonly others: readonly Manager[];
}

/** Without what the manager applied before and does not any more, unless somebody else owns it. */
function pruned(merged: unknown, shape: Shape, { last, now, others }: Claims): JsonObject {
  if (isEmpty(last)) return isObject(merged) ? merged : {};
  const declared = (set: FieldSet) => withDeclared(set, shape);
  const all = declared(ownedBy(merged, shape));
  const claimed = others.reduce((set, { fields }) => union(set, fields), now);
  const removed = withoutFields(merged, declared(last), shape);
  const left = declared(ownedBy(removed, shape));
  const restored = withoutFields(merged, difference(all, union(left, declared(claimed))), shape);
  const rest = declared(ownedBy(restored, shape));
  const result = withoutFields(merged, intersection(difference(all, rest), declared(last)), shape);
  return isObject(result) ? result : {};
}
