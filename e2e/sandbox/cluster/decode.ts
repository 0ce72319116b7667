import { parse as parseYaml } from 'yaml';
import type { JsonObject } from './json.ts';
import { copy, isObject, textAt } from './json.ts';
import type { KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import { apiVersionOf } from './resource-type.ts';
import { readMetadata } from './metadata.ts';
import { applyDefaults } from './schema/defaults.ts';
import { prune } from './schema/prune.ts';
import { StatusError, badRequest } from './status-error.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Parses a JSON or YAML body; 400 where it is neither. */
export function parseBody(body: string | Uint8Array | undefined, contentType: string): unknown {
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
  /** Receives a line for each unknown field when fieldValidation is Warn. */
  readonly warnings: string[];
}

function checkKind(json: JsonObject, type: ResourceType): void {
  const apiVersion = textAt(json, 'apiVersion') ?? '';
  const kind = textAt(json, 'kind') ?? '';
  if (kind === '' || apiVersion === '') {
    if (!type.custom) return;
    const missing = kind === '' ? 'Kind' : 'apiVersion';
    throw badRequest(`Object '${missing}' is missing in '${JSON.stringify(json)}'`);
  }
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind)
    throw badRequest(
      apiVersion !== apiVersionOf(type) && kind === type.kind
        ? `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`
        : `the object provided is unrecognized: ${apiVersion}, Kind=${kind} does not match the expected ${apiVersionOf(type)}, Kind=${type.kind}`,
    );
}

function refuseUnknown(unknown: readonly string[], type: ResourceType): never {
  const text = `strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}`;
  throw new StatusError({
    code: 400,
    reason: 'BadRequest',
    message: type.custom
      ? text
      : `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${text}`,
  });
}

/** Turns what a client sent into an object of the kind: pruned, defaulted, metadata read. The input is not changed. */
export function decode(json: unknown, type: ResourceType, options: DecodeOptions): KubeObject {
  if (!isObject(json)) throw badRequest('the object provided is unrecognized (must be of type object)');
  checkKind(json, type);
  const unknown: string[] = [];
  const metadata = readMetadata(json['metadata'], unknown);
  const object: KubeObject = { ...copy(json), apiVersion: apiVersionOf(type), kind: type.kind, metadata };
  if (type.schema !== undefined) {
    unknown.push(...prune(object, type.schema));
    applyDefaults(object, type.schema);
  }
  if (unknown.length > 0) {
    if (options.fieldValidation === 'Strict') refuseUnknown(unknown, type);
    if (options.fieldValidation === 'Warn') options.warnings.push(...unknown.map((path) => `unknown field "${path}"`));
  }
  return object;
}
