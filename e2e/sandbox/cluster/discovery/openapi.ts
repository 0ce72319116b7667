import type { WireRequest, WireResponse } from '../../wire.ts';
import { header } from '../../wire.ts';
import type { JsonObject } from '../json.ts';
import type { Registry } from '../registry.ts';
import type { ResourceType } from '../resource-type.ts';
import { apiVersionOf } from '../resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { notAcceptable } from '../status-error.ts';
import { answer } from '../rest/respond.ts';

function pathOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** `/openapi/v3`: one document for each group and version. */
export function openApiIndex(registry: Registry): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const group of ['', ...registry.groups()])
    for (const version of registry.versions(group)) {
      const path = pathOf(group, version);
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${registry.revision.toString(16)}` };
    }
  return { paths };
}

/** A component's name: reversed group, version, kind. */
function componentName(type: ResourceType): string {
  const group = type.group === '' ? 'io.k8s.api.core' : type.group.split('.').reverse().join('.');
  return `${group}.${type.version}.${type.kind}`;
}

const SCALARS = [
  'type',
  'format',
  'description',
  'nullable',
  'default',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'enum',
] as const;

function jsonSchema(schema: Schema): JsonObject {
  const result: JsonObject = {};
  for (const field of SCALARS) if (schema[field] !== undefined) result[field] = schema[field];
  if (schema.pattern !== undefined) result.pattern = schema.pattern.source;
  if (schema.required !== undefined && schema.required.length > 0) result.required = schema.required;
  if (schema.properties !== undefined)
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, inner]) => [name, jsonSchema(inner)]),
    );
  if (typeof schema.additionalProperties === 'object')
    result.additionalProperties = jsonSchema(schema.additionalProperties);
  if (schema.items !== undefined) result.items = jsonSchema(schema.items);
  if (schema.preserveUnknown === true) result['x-kubernetes-preserve-unknown-fields'] = true;
  if (schema.intOrString === true) result['x-kubernetes-int-or-string'] = true;
  return result;
}

function component(type: ResourceType): JsonObject {
  const schema = jsonSchema({ ...type.schema, type: 'object' });
  const properties = schema.properties;
  return {
    ...schema,
    properties: {
      apiVersion: { type: 'string', description: 'Group and version of the object.' },
      kind: { type: 'string', description: 'Kind of the object.' },
      metadata: { type: 'object', description: 'Name, namespace, labels and the rest that every object has.' },
      ...(typeof properties === 'object' ? properties : {}),
    },
    'x-kubernetes-group-version-kind': [{ group: type.group, version: type.version, kind: type.kind }],
  };
}

function operation(type: ResourceType, action: string, parameters: readonly string[]): JsonObject {
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: type.group, version: type.version, kind: type.kind },
    parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {
      '200': {
        description: 'OK',
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${componentName(type)}` } } },
      },
    },
  };
}

const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'];

function pathItems(type: ResourceType): Record<string, JsonObject> {
  const base = `/${pathOf(type.group, type.version)}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.plural}`;
  return {
    [base]: { get: operation(type, 'list', []), post: operation(type, 'post', WRITE) },
    [`${base}/{name}`]: {
      get: operation(type, 'get', []),
      put: operation(type, 'put', WRITE),
      patch: operation(type, 'patch', [...WRITE, 'force']),
      delete: operation(type, 'delete', ['dryRun']),
    },
  };
}

/** One document; `undefined` for a group and version that is not served. */
export function openApiV3(registry: Registry, segments: readonly string[]): JsonObject | undefined {
  const [root, ...rest] = segments;
  const group = root === 'api' ? '' : (rest[0] ?? '');
  const version = (root === 'api' ? rest[0] : rest[1]) ?? '';
  const types = registry.inVersion(group, version);
  if (types.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: apiVersionOf({ group, version }) },
    paths: Object.assign({}, ...types.map(pathItems)) as JsonObject,
    components: { schemas: Object.fromEntries(types.map((type) => [componentName(type), component(type)])) },
  };
}

/** Version 2 exists for clients that look whether it does; validation happens at the server. */
export function openApiV2(request: WireRequest): WireResponse {
  const accept = header(request, 'accept') ?? '*/*';
  if (accept.includes('protobuf') && !/application\/json|\*\/\*/.test(accept))
    throw notAcceptable(['application/json']);
  return answer(200, { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.37.1' }, paths: {}, definitions: {} });
}
