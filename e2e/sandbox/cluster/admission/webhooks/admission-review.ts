import type { JsonObject } from '../../json.ts';
import { at, isObject, objectAt, textAt, textsAt } from '../../json.ts';
import type { KubeObject } from '../../object.ts';
import type { ResourceType } from '../../resource-type.ts';
import { served, stored } from '../../resource-type.ts';
import type { Review } from '../admission.ts';
import type { Flavour, Webhook } from './webhook.ts';

const GROUP = 'admission.k8s.io';

const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const;

function kindOf({ group, version, kind }: ResourceType): JsonObject {
  return { group, version, kind };
}

function resourceOf({ group, version, plural }: ResourceType): JsonObject {
  return { group, version, resource: plural };
}

function shown(object: KubeObject | undefined, from: ResourceType, as: ResourceType): JsonObject | null {
  if (object === undefined) return null;
  const { metadata, ...rest } = from === as ? object : served(as, stored(from, object));
  const filled = Object.entries(metadata).filter(([, value]) => value !== '' && value !== undefined);
  return { ...rest, metadata: Object.fromEntries(filled) };
}

/** What a client sends of these is read by nobody else; webhooks see what it most likely sent. */
function withServerFields({ object, before }: Review): KubeObject {
  if (before === undefined) return object;
  const { generation, deletionTimestamp, deletionGracePeriodSeconds } = before.metadata;
  const kept = { generation, deletionTimestamp, deletionGracePeriodSeconds };
  return { ...object, metadata: { ...kept, ...object.metadata } };
}

function userInfo({ caller }: Review): JsonObject {
  const { user, uid, groups, extra = {} } = caller;
  return {
    username: user,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** The request part of an AdmissionReview about an object, in the version `as` of its kind. */
export function admissionRequest(review: Review, as: ResourceType, uid: string): JsonObject {
  const { type, subresource, operation } = review;
  const part = subresource === undefined ? {} : { subResource: subresource, requestSubResource: subresource };
  const namespace = review.type.kind === 'Namespace' && review.type.group === '' ? review.name : review.namespace;
  return {
    uid,
    kind: kindOf(as),
    resource: resourceOf(as),
    ...part,
    requestKind: kindOf(type),
    requestResource: resourceOf(type),
    ...(review.name === '' ? {} : { name: review.name }),
    ...(namespace === undefined ? {} : { namespace }),
    operation,
    userInfo: userInfo(review),
    object: operation === 'DELETE' ? null : shown(withServerFields(review), type, as),
    oldObject: shown(review.before, type, as),
    dryRun: review.dryRun,
    options: { kind: OPTIONS[operation], apiVersion: 'meta.k8s.io/v1', ...review.asked },
  };
}

export function reviewOf(request: JsonObject, version: string): JsonObject {
  return { kind: 'AdmissionReview', apiVersion: `${GROUP}/${version}`, request };
}

/** What a webhook answered. */
export interface Verdict {
  readonly allowed: boolean;
  /** A Status as far as it was given. */
  readonly status: JsonObject;
  readonly warnings: readonly string[];
  readonly patch: readonly unknown[];
}

interface Expected {
  readonly webhook: Webhook;
  readonly uid: string;
  readonly flavour: Flavour;
}

/** Reads an answer; throws an Error that says how it is malformed. */
export function readVerdict(body: unknown, expected: Expected): Verdict {
  checkVersion(body, expected.webhook.reviewVersion);
  const response = objectAt(body, 'response');
  if (response === undefined) throw malformed('webhook response was absent');
  const strict = expected.webhook.reviewVersion === 'v1';
  const patch = textAt(response, 'patch') ?? '';
  const patchType = textAt(response, 'patchType') ?? (strict ? '' : 'JSONPatch');
  if (strict) checkStrictly({ uid: textAt(response, 'uid') ?? '', patch, patchType }, expected);
  const status = at(response, 'status');
  const allowed = response.allowed === true;
  return {
    allowed,
    status: isObject(status) ? status : {},
    warnings: textsAt(response, 'warnings'),
    patch: allowed && patch !== '' && expected.flavour === 'mutating' ? readPatch(patch, patchType) : [],
  };
}

function checkVersion(body: unknown, expected: string): void {
  const version = textAt(body, 'apiVersion')?.replace(`${GROUP}/`, '') ?? expected;
  const kind = textAt(body, 'kind') ?? 'AdmissionReview';
  if (version !== expected || kind !== 'AdmissionReview')
    throw new Error(
      `failed to call webhook: converting (${version}.${kind}) to (${expected}.AdmissionReview): unknown conversion`,
    );
}

interface Given {
  readonly uid: string;
  readonly patch: string;
  readonly patchType: string;
}

/** What v1 asks of an answer and v1beta1 did not. */
function checkStrictly({ uid, patch, patchType }: Given, expected: Expected): void {
  if (uid !== expected.uid) throw malformed(`expected response.uid="${expected.uid}", got "${uid}"`);
  if (expected.flavour === 'validating') {
    if (patch !== '') throw malformed('validating webhook may not return response.patch');
    if (patchType !== '') throw malformed('validating webhook may not return response.patchType');
    return;
  }
  if (patch !== '' && patchType === '') throw malformed('webhook returned response.patch but not response.patchType');
  if (patch === '' && patchType !== '') throw malformed('webhook returned response.patchType but not response.patch');
}

function readPatch(base64: string, patchType: string): readonly unknown[] {
  const undecodable = (why: string) => new Error(`received undecodable patch in webhook response: ${why}`);
  const text = Buffer.from(base64, 'base64').toString('utf8');
  let operations: unknown;
  try {
    operations = JSON.parse(text);
  } catch {
    throw undecodable(`invalid character '${text.charAt(0)}' looking for beginning of value`);
  }
  if (!Array.isArray(operations))
    throw undecodable('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (patchType !== 'JSONPatch') throw malformed(`unsupported patch type "${patchType}"`);
  return operations as unknown[];
}

function malformed(why: string): Error {
  return new Error(`received invalid webhook response: ${why}`);
}
