import type { JsonObject } from '../json.ts';
import { ensureObject, isObject, objectAt, objectsAt, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Behaviour } from '../resource-type.ts';
import { invalidValue, requiredValue, unsupportedValue } from '../schema/validate.ts';
import { defaultProblems } from '../schema/default-problems.ts';
import { ruleProblems } from '../schema/rule-problems.ts';
import { structuralProblems } from '../schema/structural.ts';
import type { Cause } from '../status-error.ts';

function fillNames(object: KubeObject): void {
  const spec = ensureObject(object, 'spec');
  const names = ensureObject(spec, 'names');
  const kind = textAt(names, 'kind') ?? '';
  names.singular ??= kind.toLowerCase();
  names.listKind ??= `${kind}List`;
  spec.conversion ??= { strategy: 'None' };
}

function rootless(schema: JsonObject): boolean {
  return (textAt(schema, 'type') ?? '') === '';
}

function validateVersion(version: JsonObject, field: string): Cause[] {
  const schema = objectAt(version, 'schema', 'openAPIV3Schema');
  const name = textAt(version, 'name') ?? '';
  return [
    ...(name === '' ? [requiredValue(`${field}.name`)] : []),
    ...(schema === undefined
      ? [requiredValue(`${field}.schema.openAPIV3Schema`, 'schemas are required')]
      : rootless(schema)
        ? [requiredValue('spec.validation.openAPIV3Schema.type', 'must not be empty at the root')]
        : [
            ...structuralProblems(schema, `${field}.schema.openAPIV3Schema`),
            ...defaultProblems(schema, `${field}.schema.openAPIV3Schema`),
            ...ruleProblems(schema, 'spec.validation.openAPIV3Schema'),
          ]),
  ];
}

function validateDefinition(object: KubeObject): Cause[] {
  const { spec } = object;
  const group = textAt(spec, 'group') ?? '';
  const plural = textAt(spec, 'names', 'plural') ?? '';
  const scope = textAt(spec, 'scope') ?? '';
  const versions = objectsAt(spec, 'versions');
  const storage = versions.filter((version) => version.storage === true);
  return [
    ...(object.metadata.name === `${plural}.${group}`
      ? []
      : [invalidValue('metadata.name', object.metadata.name, `must be spec.names.plural+"."+spec.group`)]),
    ...(group === '' ? [requiredValue('spec.group')] : []),
    ...(plural === '' ? [requiredValue('spec.names.plural')] : []),
    ...((textAt(spec, 'names', 'kind') ?? '') === '' ? [requiredValue('spec.names.kind')] : []),
    ...(['Cluster', 'Namespaced'].includes(scope)
      ? []
      : scope === ''
        ? [requiredValue('spec.scope')]
        : [unsupportedValue('spec.scope', scope, ['Cluster', 'Namespaced'])]),
    ...(storage.length === 1
      ? []
      : [invalidValue('spec.versions', versions, 'must have exactly one version marked as storage version')]),
    ...versions.flatMap((version, index) => validateVersion(version, `spec.versions[${index}]`)),
  ];
}

function immutable(object: KubeObject, before: KubeObject, ...path: string[]): Cause[] {
  const value = textAt(object.spec, ...path);
  return value === textAt(before.spec, ...path)
    ? []
    : [invalidValue(`spec.${path.join('.')}`, value, 'field is immutable')];
}

/** Holds a definition until its objects are gone. */
export const DEFINITION_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** CustomResourceDefinition. Its status is written by the part that serves the definitions. */
export const DEFINITION: Behaviour = {
  prepareCreate: (object) => {
    fillNames(object);
    for (const version of objectsAt(object.spec, 'versions')) version.served ??= false;
    const stored = objectsAt(object.spec, 'versions').find((version) => version.storage === true);
    object.status = {
      conditions: [],
      acceptedNames: { plural: '', kind: '' },
      storedVersions: isObject(stored) ? [textAt(stored, 'name') ?? ''] : [],
    };
  },
  prepareUpdate: fillNames,
  prepareDelete: ({ metadata }) => {
    metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), DEFINITION_FINALIZER])];
  },
  validate: validateDefinition,
  validateUpdate: (object, before) => [
    ...immutable(object, before, 'group'),
    ...immutable(object, before, 'names', 'plural'),
    ...immutable(object, before, 'names', 'kind'),
    ...immutable(object, before, 'scope'),
  ],
};
