import type { JsonObject } from './json.ts';
import { isObject, stringMap } from './json.ts';
import type { KubeObject, ManagedFields, ObjectMeta, OwnerReference } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import type { Cause } from './status-error.ts';
import { badRequest } from './status-error.ts';
import { isLabelKey, isLabelValue } from './selectors.ts';
import { forbiddenValue, invalidValue, requiredValue, show } from './schema/validate.ts';
import { subdomainProblem } from './names.ts';

const TEXT_FIELDS = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
] as const;
const IGNORED_FIELDS: readonly string[] = ['selfLink', 'clusterName'];
const KNOWN_FIELDS: readonly string[] = [
  ...TEXT_FIELDS,
  ...IGNORED_FIELDS,
  'managedFields',
  'generation',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
];
const ANNOTATIONS_LIMIT = 256 * 1024;

function unreadable(field: string, value: unknown, wanted: string): Error {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return badRequest(
    `json: cannot unmarshal ${found} into Go struct field ObjectMeta.metadata.${field} of type ${wanted}`,
  );
}

function textMap(json: JsonObject, field: 'labels' | 'annotations'): Record<string, string> | undefined {
  const value = json[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw unreadable(field, value, 'map[string]string');
  const odd = Object.values(value).find((item) => typeof item !== 'string' && item !== null);
  if (odd !== undefined) throw unreadable(field, odd, 'string');
  return Object.keys(value).length === 0 ? undefined : stringMap(value);
}

function finalizers(json: JsonObject): string[] | undefined {
  const value = json.finalizers;
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw unreadable('finalizers', value, '[]string');
  const unique = [...new Set(value as string[])];
  return unique.length === 0 ? undefined : unique;
}

function ownerReferences(json: JsonObject): OwnerReference[] | undefined {
  const value = json.ownerReferences;
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw unreadable('ownerReferences', value, '[]v1.OwnerReference');
  const text = (item: unknown, field: string) => {
    const found = isObject(item) ? item[field] : undefined;
    return typeof found === 'string' ? found : '';
  };
  const references = (value as unknown[]).map((item) => ({
    apiVersion: text(item, 'apiVersion'),
    kind: text(item, 'kind'),
    name: text(item, 'name'),
    uid: text(item, 'uid'),
    ...(isObject(item) && typeof item.controller === 'boolean' ? { controller: item.controller } : {}),
    ...(isObject(item) && typeof item.blockOwnerDeletion === 'boolean'
      ? { blockOwnerDeletion: item.blockOwnerDeletion }
      : {}),
  }));
  return references.length === 0 ? undefined : references;
}

/** As they came: what they say is read where they are used. */
function managedFields(json: JsonObject): ManagedFields[] | undefined {
  const value = json.managedFields;
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isObject))
    throw unreadable('managedFields', value, '[]v1.ManagedFieldsEntry');
  return value as unknown as ManagedFields[];
}

/** Reads metadata as a client sent it; unknown fields are dropped and their paths added to `unknown`. */
export function readMetadata(json: unknown, unknown: string[]): ObjectMeta {
  if (json !== undefined && json !== null && !isObject(json)) throw unreadable('', json, 'v1.ObjectMeta');
  const source = isObject(json) ? json : {};
  for (const field of Object.keys(source)) if (!KNOWN_FIELDS.includes(field)) unknown.push(`metadata.${field}`);
  const meta: ObjectMeta = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };
  for (const field of TEXT_FIELDS) {
    const value = source[field];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') throw unreadable(field, value, 'string');
    meta[field] = value;
  }
  const parts = {
    labels: textMap(source, 'labels'),
    annotations: textMap(source, 'annotations'),
    finalizers: finalizers(source),
    ownerReferences: ownerReferences(source),
    managedFields: managedFields(source),
  };
  for (const [field, value] of Object.entries(parts)) if (value !== undefined) Object.assign(meta, { [field]: value });
  return meta;
}

const FINALIZERS_OF_THE_SERVER: readonly string[] = ['orphan', 'foregroundDeletion', 'kubernetes'];

function validateLabels(labels: Readonly<Record<string, string>> | undefined): Cause[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...(isLabelKey(key)
      ? []
      : [
          invalidValue(
            'metadata.labels',
            key,
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
          ),
        ]),
    ...(isLabelValue(value)
      ? []
      : [
          invalidValue(
            'metadata.labels',
            value,
            value.length > 63
              ? 'must be no more than 63 bytes'
              : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
          ),
        ]),
  ]);
}

function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined): Cause[] {
  const causes: Cause[] = [];
  let total = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (!isLabelKey(key.toLowerCase()))
      causes.push(
        invalidValue('metadata.annotations', key, "name part must consist of alphanumeric characters, '-', '_' or '.'"),
      );
    total += key.length + Buffer.byteLength(value);
  }
  if (total > ANNOTATIONS_LIMIT)
    causes.push({
      reason: 'FieldValueTooLong',
      field: 'metadata.annotations',
      message: `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`,
    });
  return causes;
}

function validateOwners(references: readonly OwnerReference[]): Cause[] {
  const causes = references.flatMap((reference, index) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((field) => reference[field] === '')
      .map((field) => requiredValue(`metadata.ownerReferences[${index}].${field}`, 'must not be empty')),
  );
  const controllers = references.filter((reference) => reference.controller === true);
  if (controllers.length > 1)
    causes.push(
      invalidValue(
        'metadata.ownerReferences',
        null,
        `Only one reference can have Controller set to true. Found "true" in references for ${controllers.map((reference) => reference.name).join(' and ')}`,
      ),
    );
  return causes;
}

function validateFinalizers(finalizers: readonly string[]): Cause[] {
  return finalizers
    .filter((name) => !FINALIZERS_OF_THE_SERVER.includes(name) && (!isLabelKey(name) || !name.includes('/')))
    .map((name) =>
      invalidValue(
        'metadata.finalizers',
        name,
        isLabelKey(name)
          ? 'name is neither a standard finalizer name nor is it fully qualified'
          : "name part must consist of alphanumeric characters, '-', '_' or '.'",
      ),
    );
}

export function validateMetadata(object: KubeObject, type: ResourceType): Cause[] {
  const { metadata } = object;
  const problem = (type.behaviour.nameRule ?? subdomainProblem)(metadata.name);
  return [
    ...(metadata.name === ''
      ? [requiredValue('metadata.name', 'name or generateName is required')]
      : problem === undefined
        ? []
        : [invalidValue('metadata.name', metadata.name, problem)]),
    ...validateLabels(metadata.labels),
    ...validateAnnotations(metadata.annotations),
    ...validateOwners(metadata.ownerReferences ?? []),
    ...validateFinalizers(metadata.finalizers ?? []),
  ];
}

/** What an update may not do to metadata. */
export function validateMetadataUpdate(after: ObjectMeta, before: ObjectMeta): Cause[] {
  if (before.deletionTimestamp === undefined) return [];
  const added = (after.finalizers ?? []).filter((name) => !(before.finalizers ?? []).includes(name));
  return added.length === 0
    ? []
    : [
        forbiddenValue(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(show).join(', ')}}`,
        ),
      ];
}
