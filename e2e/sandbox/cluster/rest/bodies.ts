import { header } from '../../wire.ts';
import { readConfiguration } from '../apply/configuration.ts';
import { decode, parseBody } from '../decode.ts';
import { duplicateFields } from '../json-duplicates.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { undecodable } from '../kinds/configuration.ts';
import type { KubeObject } from '../object.ts';
import { jsonPatch, mergePatch } from '../patch.ts';
import type { ResourceType } from '../resource-type.ts';
import { StatusError, badRequest, invalid, tooLarge, unsupportedMediaType, unsupportedPatch } from '../status-error.ts';
import { strategicMerge } from '../strategic-merge.ts';
import type { Exchange } from './exchange.ts';
import { fieldValidationOf } from './exchange.ts';

const OBJECT_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const REQUEST_LIMIT_BYTES = 3 * 1024 * 1024;

export function contentTypeOf({ request }: Exchange): string {
  return (header(request, 'content-type') ?? 'application/json').split(';')[0]?.trim() ?? '';
}

/** Throws 413. */
export function checkSize({ request }: Exchange): void {
  const length = request.body?.length ?? 0;
  if (length > REQUEST_LIMIT_BYTES) throw tooLarge(REQUEST_LIMIT_BYTES);
}

/** What a create or update sends. Throws 413 and 415. */
export function readBody(exchange: Exchange): unknown {
  checkSize(exchange);
  const contentType = contentTypeOf(exchange);
  if (![...OBJECT_TYPES, 'text/yaml', '*/*'].includes(contentType)) throw unsupportedMediaType(OBJECT_TYPES);
  return parseBody(exchange.request.body, contentType);
}

/** The object that a body or a patched object stands for; unknown and repeated fields are warned of or refused. */
export function decodeBody(
  exchange: Exchange,
  type: ResourceType,
  json: unknown,
  how?: { readonly patched?: boolean; readonly applied?: boolean },
): KubeObject {
  if (type.kind === 'Secret' && type.group === '' && isObject(json)) {
    const bad = undecodable(json.data);
    if (bad !== undefined)
      throw badRequest(`Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0`);
  }
  const fieldValidation = fieldValidationOf(exchange.query);
  const duplicates = fieldValidation === 'Ignore' || how !== undefined ? [] : duplicatesIn(exchange);
  try {
    return decode(json, type, { fieldValidation, warnings: exchange.warnings, duplicates, ...how });
  } catch (error) {
    const unreadable = how?.patched === true && error instanceof StatusError && error.message.includes(UNREADABLE);
    throw unreadable ? unreadablePatch(json, error.message) : error;
  }
}

const UNREADABLE = 'json: cannot unmarshal';

/** A patch that leads to what is no object of the kind. */
function unreadablePatch(json: unknown, why: string): StatusError {
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(json))}: ${why}`;
  return invalid({ group: '', plural: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', field: 'patch', message }]);
}

export const APPLY_TYPE = 'application/apply-patch+yaml';

/** The configuration that somebody applies. */
export function readApplied(exchange: Exchange, type: ResourceType): JsonObject {
  checkSize(exchange);
  const { body = '' } = exchange.request;
  return readConfiguration(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'), type);
}

/** The change that a PATCH asks for, of any type that the kind accepts. */
export function readPatch(exchange: Exchange, type: ResourceType): (current: KubeObject) => unknown {
  checkSize(exchange);
  const contentType = contentTypeOf(exchange);
  const accepted = [
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(type.custom ? [] : ['application/strategic-merge-patch+json']),
  ];
  if (!accepted.includes(contentType))
    throw type.custom ? unsupportedMediaType([...accepted, APPLY_TYPE]) : unsupportedPatch();
  const patch = parseBody(exchange.request.body, 'application/json');
  switch (contentType) {
    case 'application/json-patch+json':
      return (current) => jsonPatch(current, patch);
    case 'application/merge-patch+json':
      return (current) => mergePatch(current, patch);
    default:
      return (current) => strategicMerge(current, patch);
  }
}

function duplicatesIn(exchange: Exchange): string[] {
  const { body } = exchange.request;
  if (body === undefined || contentTypeOf(exchange) !== 'application/json') return [];
  return duplicateFields(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
}
