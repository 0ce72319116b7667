import { equal, objectAt, objectsAt, textAt, textsAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { readPath } from './json-path.ts';
import type { KubeObject } from './object.ts';
import { timestamp } from './object.ts';
import type { Registry } from './registry.ts';
import type { Column, ResourceType } from './resource-type.ts';
import { ALL_VERBS } from './resource-type.ts';
import type { Schema } from './schema/schema.ts';
import { parseSchema } from './schema/schema.ts';
import type { Change, Store } from './store.ts';

export const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

interface Parts {
  readonly store: Store;
  readonly registry: Registry;
  readonly now: () => number;
}

function printerColumns(version: JsonObject): readonly Column[] | undefined {
  const columns = objectsAt(version, 'additionalPrinterColumns').map((column) => {
    const read = readPath(textAt(column, 'jsonPath') ?? '');
    const { priority } = column;
    return {
      name: textAt(column, 'name') ?? '',
      type: textAt(column, 'type') ?? 'string',
      format: textAt(column, 'format') ?? '',
      description:
        textAt(column, 'description') ??
        `Custom resource definition column (in JSONPath format): ${textAt(column, 'jsonPath') ?? ''}`,
      priority: typeof priority === 'number' ? priority : 0,
      cell: (object: KubeObject) => read(object),
    };
  });
  return columns.length === 0 ? undefined : columns;
}

function selectableFields(version: JsonObject): Readonly<Record<string, (object: KubeObject) => string>> {
  return Object.fromEntries(
    objectsAt(version, 'selectableFields').map((field) => {
      const path = textAt(field, 'jsonPath') ?? '';
      const read = readPath(path);
      return [
        path.replace(/^\./, ''),
        (object: KubeObject) => {
          const value = read(object);
          return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
        },
      ];
    }),
  );
}

/** The schema of a whole object: apiVersion, kind and metadata are everyone's. */
function rootSchema(version: JsonObject): Schema {
  const { properties = {}, required, ...rest } = parseSchema(objectAt(version, 'schema', 'openAPIV3Schema'));
  const own = Object.fromEntries(
    Object.entries(properties).filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name)),
  );
  return {
    ...rest,
    properties: own,
    ...(required === undefined ? {} : { required: required.filter((name) => Object.hasOwn(own, name)) }),
  };
}

/** The kinds that a definition stands for, one for each served version. */
export function typesOf(definition: KubeObject): ResourceType[] {
  const { spec } = definition;
  const names = objectAt(spec, 'names');
  const group = textAt(spec, 'group') ?? '';
  const plural = textAt(names, 'plural') ?? '';
  const kind = textAt(names, 'kind') ?? '';
  return objectsAt(spec, 'versions')
    .filter((version) => version.served === true)
    .map((version) => ({
      group,
      version: textAt(version, 'name') ?? '',
      kind,
      plural,
      singular: textAt(names, 'singular') ?? kind.toLowerCase(),
      listKind: textAt(names, 'listKind') ?? `${kind}List`,
      namespaced: textAt(spec, 'scope') === 'Namespaced',
      shortNames: textsAt(names, 'shortNames'),
      categories: textsAt(names, 'categories'),
      verbs: ALL_VERBS,
      subresources: objectAt(version, 'subresources', 'status') === undefined ? [] : ['status'],
      collection: `${group}/${plural}`,
      custom: true,
      schema: rootSchema(version),
      behaviour: { fields: selectableFields(version) },
      columns: printerColumns(version),
    }));
}

/** Serves what definitions define, as soon as they are written. */
export function serveDefinitions(parts: Parts): void {
  const { store, registry } = parts;
  const active = new Map<string, ResourceType[]>();
  const retire = (name: string) => {
    for (const type of active.get(name) ?? []) registry.remove(type);
    active.delete(name);
  };
  store.subscribe(DEFINITIONS, ({ object, removed, before }: Change) => {
    const { name } = object.metadata;
    if (removed) {
      retire(name);
      return;
    }
    if (before === undefined || !equal(before.spec, object.spec)) {
      retire(name);
      const taken = conflictingNames(registry, object);
      if (taken === undefined) {
        const types = typesOf(object);
        active.set(name, types);
        for (const type of types) registry.add(type);
      }
      writeStatus(parts, object, taken);
    }
  });
}

function conflictingNames(registry: Registry, definition: KubeObject): string | undefined {
  const group = textAt(definition.spec, 'group') ?? '';
  const kind = textAt(definition.spec, 'names', 'kind') ?? '';
  const others = registry.all().filter((type) => type.group === group);
  return others.some((type) => type.kind === kind) ? kind : undefined;
}

function writeStatus({ store, now }: Parts, definition: KubeObject, taken: string | undefined): void {
  const accepted = taken === undefined;
  const lastTransitionTime = timestamp(now());
  const conditions = accepted
    ? [
        {
          type: 'NamesAccepted',
          status: 'True',
          lastTransitionTime,
          reason: 'NoConflicts',
          message: 'no conflicts found',
        },
        {
          type: 'Established',
          status: 'True',
          lastTransitionTime,
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ]
    : [
        {
          type: 'NamesAccepted',
          status: 'False',
          lastTransitionTime,
          reason: 'KindConflict',
          message: `"${taken}" is already in use`,
        },
        {
          type: 'Established',
          status: 'False',
          lastTransitionTime,
          reason: 'NotAccepted',
          message: 'not all names are accepted',
        },
      ];
  const versions = objectsAt(definition.spec, 'versions');
  const storage = textAt(
    versions.find((version) => version.storage === true),
    'name',
  );
  const known = textsAt(definition.status, 'storedVersions');
  store.put(DEFINITIONS, {
    ...definition,
    status: {
      ...definition.status,
      conditions: withOlderTimes(conditions, objectsAt(definition.status, 'conditions')),
      acceptedNames: accepted ? definition.spec?.names : { plural: '', kind: '' },
      storedVersions: storage === undefined || known.includes(storage) ? known : [...known, storage],
    },
  });
}

/** A condition that says what it said before keeps the time of its change. */
function withOlderTimes(conditions: JsonObject[], before: readonly JsonObject[]): JsonObject[] {
  return conditions.map((condition) => {
    const older = before.find((other) => other.type === condition.type);
    return older !== undefined && older.status === condition.status
      ? { ...condition, lastTransitionTime: older.lastTransitionTime }
      : condition;
  });
}
