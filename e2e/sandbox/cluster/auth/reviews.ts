import type { JsonObject } from '../json.ts';
import { isObject, objectAt, textAt, textsAt } from '../json.ts';
import type { ResourceType } from '../resource-type.ts';
import { badRequest, invalid } from '../status-error.ts';
import type { Authenticator } from './authenticator.ts';
import type { Caller } from './caller.ts';
import type { Attributes, Authorizer, Rule } from './rbac.ts';

interface Parts {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
}

interface ReviewRequest {
  readonly body: JsonObject;
  readonly caller: Caller;
  readonly type: ResourceType;
  readonly namespace: string | undefined;
}

type ReviewHandler = (request: ReviewRequest, parts: Parts) => JsonObject;

function userInfo(caller: Caller): JsonObject {
  const extra = caller.extra ?? {};
  return {
    username: caller.user,
    ...(caller.uid === undefined ? {} : { uid: caller.uid }),
    groups: caller.groups,
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function attributesOf(spec: JsonObject | undefined, type: ResourceType): Attributes {
  const resource = objectAt(spec, 'resourceAttributes');
  const path = objectAt(spec, 'nonResourceAttributes');
  if ((resource === undefined) === (path === undefined))
    throw invalid(type, '', [
      {
        reason: 'FieldValueInvalid',
        field: resource === undefined ? 'spec.resourceAttributes' : 'spec.nonResourceAttributes',
        message:
          resource === undefined
            ? 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified'
            : 'Invalid value: {}: cannot be specified in combination with resourceAttributes',
      },
    ]);
  if (path !== undefined) return { verb: textAt(path, 'verb') ?? '', path: textAt(path, 'path') ?? '' };
  const name = textAt(resource, 'name') ?? '';
  return {
    verb: textAt(resource, 'verb') ?? '',
    group: textAt(resource, 'group') ?? '',
    resource: textAt(resource, 'resource') ?? '',
    subresource: textAt(resource, 'subresource') ?? '',
    namespace: textAt(resource, 'namespace') ?? '',
    ...(name === '' ? {} : { name }),
  };
}

function verdict(authorizer: Authorizer, caller: Caller, attributes: Attributes): JsonObject {
  if (!authorizer.allows(caller, attributes)) return { allowed: false };
  const reason = authorizer.allowing(caller, attributes)?.source;
  return { allowed: true, ...(reason === undefined ? {} : { reason }) };
}

function subject(spec: JsonObject | undefined, type: ResourceType): Caller {
  const user = textAt(spec, 'user') ?? '';
  const groups = textsAt(spec, 'groups');
  if (user === '' && groups.length === 0)
    throw invalid(type, '', [
      {
        reason: 'FieldValueInvalid',
        field: 'spec.user',
        message: 'Invalid value: "": at least one of user or group must be specified',
      },
    ]);
  return { user, groups };
}

function accessReview({ body, type, namespace }: ReviewRequest, { authorizer }: Parts): JsonObject {
  const spec = objectAt(body, 'spec');
  const attributes = attributesOf(spec, type);
  if (namespace !== undefined && attributes.namespace !== namespace)
    throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace}`);
  return verdict(authorizer, subject(spec, type), attributes);
}

function selfAccessReview({ body, caller, type }: ReviewRequest, { authorizer }: Parts): JsonObject {
  return verdict(authorizer, caller, attributesOf(objectAt(body, 'spec'), type));
}

function tokenReview({ body, type }: ReviewRequest, { authenticator }: Parts): JsonObject {
  const token = textAt(body, 'spec', 'token') ?? '';
  if (token === '') throw badRequest(`token is required for ${type.kind} in authentication`);
  const caller = authenticator.callerOf(token);
  return caller === undefined
    ? { user: {}, error: 'invalid bearer token' }
    : { authenticated: true, user: userInfo(caller) };
}

const EVERYTHING: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

function rulesReview({ body, caller, type }: ReviewRequest, { authorizer }: Parts): JsonObject {
  const namespace = textAt(body, 'spec', 'namespace') ?? '';
  if (namespace === '') throw badRequest(`no namespace on request for ${type.kind}`);
  const rules = [
    ...(caller.groups.includes('system:masters') ? EVERYTHING : []),
    ...authorizer.rulesFor(caller, namespace),
  ];
  return {
    resourceRules: rules
      .filter((rule) => rule.resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length === 0 ? {} : { resourceNames }),
      })),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

const HANDLERS: Readonly<Record<string, ReviewHandler>> = {
  TokenReview: tokenReview,
  SelfSubjectReview: ({ caller }) => ({ userInfo: userInfo(caller) }),
  SubjectAccessReview: accessReview,
  LocalSubjectAccessReview: accessReview,
  SelfSubjectAccessReview: selfAccessReview,
  SelfSubjectRulesReview: rulesReview,
};

/** Kinds that are asked rather than stored; `undefined` for all others. */
export function reviewHandler(type: ResourceType): ReviewHandler | undefined {
  const asked = type.group === 'authentication.k8s.io' || type.group === 'authorization.k8s.io';
  return asked ? HANDLERS[type.kind] : undefined;
}

export function review(
  handler: ReviewHandler,
  json: unknown,
  request: Omit<ReviewRequest, 'body'>,
  parts: Parts,
): JsonObject {
  if (!isObject(json)) throw badRequest('the object provided is unrecognized (must be of type object)');
  const status = handler({ ...request, body: json }, parts);
  const { type } = request;
  return {
    kind: type.kind,
    apiVersion: `${type.group}/${type.version}`,
    metadata: {},
    ...(objectAt(json, 'spec') === undefined ? {} : { spec: json.spec }),
    status,
  };
}
