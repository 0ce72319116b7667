import { parse as parseYaml } from 'yaml';
import type { JsonObject } from './json.ts';
import { copy, isObject, textAt } from './json.ts';
import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { apiVersionOf } from './resource-type.ts';
import { readMetadata } from './metadata.ts';
import { parseProtobuf } from './protobuf.ts';
import { applyDefaults } from './schema/defaults.ts';
import { prune } from './schema/prune.ts';
import type { Schema } from './schema/schema.ts';
import { invalidValue, validate } from './schema/validate.ts';
import { badRequest, invalid } from './status-error.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Parses a JSON, YAML or protobuf body; 400 where it is neither. */
export function parseBody(body: string | Uint8Array | undefined, contentType: string): unknown {
  if (contentType.includes('protobuf'))
    return parseProtobuf(typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array()));
  const text = body === undefined ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  try {
    return contentType.includes('yaml') ? (parseYaml(text) as unknown) : (JSON.parse(text) as unknown);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type object): ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}

interface DecodeOptions {
  readonly fieldValidation: FieldValidation;
  /** Paths of fields that the text gave twice. */
  readonly duplicates?: readonly string[];
  /** The object came of a patch. */
  readonly patched?: boolean;
  /** The object came of an apply, in which a null is a value like others. */
  readonly applied?: boolean;
  /** Receives a line for each unknown field when fieldValidation is Warn. */
  readonly warnings: string[];
}

function checkKind(json: JsonObject, type: ResourceType): void {
  const apiVersion = textAt(json, 'apiVersion') ?? '';
  const kind = textAt(json, 'kind') ?? '';
  if (kind === '' || apiVersion === '') {
    if (!type.custom) return;
    const missing = kind === '' ? 'Kind' : 'apiVersion';
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): Object '${missing}' is missing in '${JSON.stringify(json)}'`,
    );
  }
  if (kind !== type.kind && type.custom)
    throw invalid({ ...type, kind }, textAt(json, 'metadata', 'name') ?? '', [
      invalidValue('kind', kind, `must be ${type.kind}`),
    ]);
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind)
    throw badRequest(
      kind === type.kind
        ? `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`
        : `${kind} in version "${apiVersion}" cannot be handled as a ${type.kind}: converting (${kind}) to (${type.kind}): unknown conversion`,
    );
}

function refuseUnknown(odd: readonly string[], type: ResourceType, { patched }: DecodeOptions): never {
  const text = `strict decoding error: ${odd.join(', ')}`;
  if (patched)
    throw invalid(type, '', [{ reason: 'FieldValueInvalid', field: 'patch', message: `Invalid value: ${text}` }]);
  throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${text}`);
}

/** Fields of built-in kinds that cannot be read are refused before anything else. */
function checkTypes(object: KubeObject, type: ResourceType, schema: Schema): void {
  const wrong = validate(object, schema).find((cause) => cause.reason === 'FieldValueTypeInvalid');
  if (wrong === undefined) return;
  const found = /Invalid value: "(\w+)"/.exec(wrong.message)?.[1] ?? 'value';
  const wanted = /must be of type (\w+)/.exec(wrong.message)?.[1] ?? 'object';
  const [first = ''] = (wrong.field ?? '').split('.');
  throw badRequest(
    `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: json: cannot unmarshal ${found === 'integer' ? 'number' : found} into Go struct field ${type.kind}.${first} of type ${wanted}`,
  );
}

/** Turns what a client sent into an object of the kind: pruned, defaulted, metadata read. The input is not changed. */
export function decode(json: unknown, type: ResourceType, options: DecodeOptions): KubeObject {
  if (!isObject(json)) throw badRequest('the object provided is unrecognized (must be of type object)');
  checkKind(json, type);
  const unknown: string[] = [];
  const metadata = readMetadata(json.metadata, unknown);
  const object: KubeObject = { ...copy(json), apiVersion: apiVersionOf(type), kind: type.kind, metadata };
  if (type.schema !== undefined) {
    unknown.push(...prune(object, type.schema));
    if (!type.custom) checkTypes(object, type, type.schema);
    applyDefaults(object, type.schema, { nulls: options.applied === true && type.custom ? 'kept' : 'absent' });
  }
  type.behaviour.normalise?.(object);
  type.behaviour.fillIn?.(object);
  const odd = [
    ...(options.duplicates ?? []).map((path) => `duplicate field "${path}"`),
    ...unknown.toSorted().map((path) => `unknown field "${path}"`),
  ];
  if (odd.length > 0 && options.fieldValidation === 'Strict') refuseUnknown(odd, type, options);
  if (options.fieldValidation === 'Warn') options.warnings.push(...odd);
  return object;
}
