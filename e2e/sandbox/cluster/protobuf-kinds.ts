/** How one field of a message is read. */
export interface ProtoField {
  readonly name: string;
  readonly type: 'text' | 'base64' | 'number' | 'flag' | 'message' | 'textMap' | 'base64Map';
  readonly repeated?: true;
  /** Fields of a `message`. */
  readonly message?: ProtoMessage;
}

/** By field number. */
export type ProtoMessage = Readonly<Record<number, ProtoField>>;

function texts(...names: readonly string[]): ProtoMessage {
  return Object.fromEntries(names.map((name, index) => [index + 1, { name, type: 'text' as const }]));
}

function message(name: string, fields: ProtoMessage): ProtoField {
  return { name, type: 'message', message: fields };
}

function list(name: string): ProtoField {
  return { name, type: 'text', repeated: true };
}

const METADATA = message('metadata', {
  1: { name: 'name', type: 'text' },
  2: { name: 'generateName', type: 'text' },
  3: { name: 'namespace', type: 'text' },
  5: { name: 'uid', type: 'text' },
  6: { name: 'resourceVersion', type: 'text' },
  11: { name: 'labels', type: 'textMap' },
  12: { name: 'annotations', type: 'textMap' },
  14: list('finalizers'),
});

const RULE: ProtoMessage = {
  1: list('verbs'),
  2: list('apiGroups'),
  3: list('resources'),
  4: list('resourceNames'),
  5: list('nonResourceURLs'),
};
const ROLE: ProtoMessage = { 1: METADATA, 2: { ...message('rules', RULE), repeated: true } };
const BINDING: ProtoMessage = {
  1: METADATA,
  2: { ...message('subjects', texts('kind', 'apiGroup', 'name', 'namespace')), repeated: true },
  3: message('roleRef', texts('apiGroup', 'kind', 'name')),
};
const RESOURCE_ATTRIBUTES = message(
  'resourceAttributes',
  texts('namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'),
);
const PATH_ATTRIBUTES = message('nonResourceAttributes', texts('path', 'verb'));

/** Field numbers of the kinds that kubectl writes in protobuf, as the published API declares them. */
export const MESSAGES: Readonly<Record<string, ProtoMessage>> = {
  ConfigMap: {
    1: METADATA,
    2: { name: 'data', type: 'textMap' },
    3: { name: 'binaryData', type: 'base64Map' },
    4: { name: 'immutable', type: 'flag' },
  },
  Secret: {
    1: METADATA,
    2: { name: 'data', type: 'base64Map' },
    3: { name: 'type', type: 'text' },
    4: { name: 'stringData', type: 'textMap' },
    5: { name: 'immutable', type: 'flag' },
  },
  Namespace: { 1: METADATA },
  ServiceAccount: { 1: METADATA, 4: { name: 'automountServiceAccountToken', type: 'flag' } },
  Role: ROLE,
  ClusterRole: ROLE,
  RoleBinding: BINDING,
  ClusterRoleBinding: BINDING,
  SelfSubjectAccessReview: { 1: METADATA, 2: message('spec', { 1: RESOURCE_ATTRIBUTES, 2: PATH_ATTRIBUTES }) },
  SelfSubjectRulesReview: { 1: METADATA, 2: message('spec', texts('namespace')) },
  SelfSubjectReview: { 1: METADATA },
  TokenRequest: {
    1: METADATA,
    2: message('spec', { 1: list('audiences'), 4: { name: 'expirationSeconds', type: 'number' } }),
  },
  DeleteOptions: {
    1: { name: 'gracePeriodSeconds', type: 'number' },
    2: message('preconditions', texts('uid', 'resourceVersion')),
    4: { name: 'propagationPolicy', type: 'text' },
    5: list('dryRun'),
  },
};
