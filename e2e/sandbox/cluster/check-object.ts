import { validateMetadata, validateMetadataUpdate } from './metadata.ts';
import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import type { Schema } from './schema/schema.ts';
import { checkRules } from './schema/rules.ts';
import { validate } from './schema/validate.ts';
import { StatusError, invalid } from './status-error.ts';
import type { Cause } from './status-error.ts';

/** etcd refuses larger values. */
const OBJECT_LIMIT_BYTES = 1.5 * 1024 * 1024;

export function checkObject(type: ResourceType, object: KubeObject, before: KubeObject | undefined): void {
  const { behaviour, schema } = type;
  const causes: Cause[] = [
    ...validateMetadata(object, type),
    ...(before === undefined ? [] : metadataProblems(type, object, before)),
    ...(schema === undefined || !type.custom ? [] : schemaProblems(object, before, schema)),
    ...(behaviour.validate?.(object) ?? []),
    ...(before === undefined ? [] : (behaviour.validateUpdate?.(object, before) ?? [])),
  ];
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
}

export function checkStatus(type: ResourceType, object: KubeObject, before: KubeObject): void {
  const causes: Cause[] = [
    ...validateMetadataUpdate(object.metadata, before.metadata),
    ...statusProblems(type, object, before),
    ...(type.behaviour.validateStatus?.(object, before) ?? []),
  ];
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
}

/** Of custom kinds the server checks them twice, and says so twice. */
function metadataProblems({ custom }: ResourceType, object: KubeObject, before: KubeObject): Cause[] {
  const causes = validateMetadataUpdate(object.metadata, before.metadata);
  return custom ? [...causes, ...causes] : causes;
}

function schemaProblems(object: KubeObject, before: KubeObject | undefined, schema: Schema): Cause[] {
  const problems = validate(object, schema);
  return [...problems, ...checkRules(object, before, { schema, problems })];
}

/** Messages about status speak of fields within it, their paths do not. */
function statusProblems(type: ResourceType, object: KubeObject, before: KubeObject): Cause[] {
  if (!type.custom || type.schema === undefined) return [];
  const status = type.schema.properties?.status;
  const problems =
    status === undefined || object.status === undefined
      ? []
      : validate(object.status, status).map((cause) => ({
          ...cause,
          field: cause.field === '<nil>' ? 'status' : `status.${cause.field ?? ''}`,
        }));
  return [...problems, ...checkRules(object, before, { schema: type.schema, problems })];
}

export function checkSize(object: KubeObject): void {
  if (JSON.stringify(object).length > OBJECT_LIMIT_BYTES)
    throw new StatusError({ code: 500, message: 'etcdserver: request is too large' });
}
