import type { Behaviour, ResourceType, Verb } from '../resource-type.ts';
import { ALL_VERBS } from '../resource-type.ts';
import { webhookConfiguration } from '../admission/webhooks/configuration.ts';
import { WEBHOOK_GROUP } from '../admission/webhooks/webhook.ts';
import { CLAIM, STORAGE_CLASS, VOLUME } from './storage.ts';
import { CONFIG_MAP, SECRET } from './configuration.ts';
import { EVENT, fromEventsGroup, toEventsGroup } from './event.ts';
import { NAMESPACE } from './namespace.ts';
import { NODE, POD } from './pod.ts';
import { BINDING, ROLE } from './roles.ts';
import { DEFINITION } from './definition.ts';
import { JOB, LEASE, LIMIT_RANGE, RESOURCE_QUOTA, SERVICE, WORKLOAD } from './others.ts';
import { coreSchema } from './schemas.ts';
import { builtinColumns } from './columns.ts';

interface Row {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly plural: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly cluster?: true;
  readonly subresources?: readonly string[];
  readonly behaviour?: Behaviour;
  readonly verbs?: readonly Verb[];
}

const PLAIN: Behaviour = { generation: 'none' };
const REVIEW: readonly Verb[] = ['create'];
const RBAC = 'rbac.authorization.k8s.io';
const ALL = ['all'];

const ROWS: readonly Row[] = [
  { kind: 'ConfigMap', plural: 'configmaps', short: ['cm'], behaviour: CONFIG_MAP },
  { kind: 'Endpoints', plural: 'endpoints', short: ['ep'], behaviour: PLAIN },
  { kind: 'Event', plural: 'events', short: ['ev'], behaviour: EVENT },
  { kind: 'LimitRange', plural: 'limitranges', short: ['limits'], behaviour: LIMIT_RANGE },
  {
    kind: 'Namespace',
    plural: 'namespaces',
    short: ['ns'],
    cluster: true,
    subresources: ['status', 'finalize'],
    behaviour: NAMESPACE,
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
  },
  { kind: 'Node', plural: 'nodes', short: ['no'], cluster: true, subresources: ['status'], behaviour: NODE },
  {
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    short: ['pvc'],
    subresources: ['status'],
    behaviour: CLAIM,
  },
  {
    kind: 'PersistentVolume',
    plural: 'persistentvolumes',
    short: ['pv'],
    cluster: true,
    subresources: ['status'],
    behaviour: VOLUME,
  },
  {
    kind: 'Pod',
    plural: 'pods',
    short: ['po'],
    categories: ALL,
    subresources: ['status', 'log', 'proxy', 'binding', 'eviction'],
    behaviour: POD,
  },
  {
    kind: 'ResourceQuota',
    plural: 'resourcequotas',
    short: ['quota'],
    subresources: ['status'],
    behaviour: RESOURCE_QUOTA,
  },
  { kind: 'Secret', plural: 'secrets', behaviour: SECRET },
  { kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'], subresources: ['token'], behaviour: PLAIN },
  {
    kind: 'Service',
    plural: 'services',
    short: ['svc'],
    categories: ALL,
    subresources: ['status'],
    behaviour: SERVICE,
  },
  ...(['mutating', 'validating'] as const).map((flavour) => ({
    group: WEBHOOK_GROUP,
    kind: flavour === 'mutating' ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration',
    plural: `${flavour}webhookconfigurations`,
    categories: ['api-extensions'],
    cluster: true as const,
    behaviour: webhookConfiguration(flavour),
  })),
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    short: ['crd', 'crds'],
    categories: ['api-extensions'],
    cluster: true,
    subresources: ['status'],
    behaviour: DEFINITION,
  },
  {
    group: 'apps',
    kind: 'Deployment',
    plural: 'deployments',
    short: ['deploy'],
    categories: ALL,
    subresources: ['status'],
    behaviour: WORKLOAD,
  },
  { group: 'batch', kind: 'Job', plural: 'jobs', categories: ALL, subresources: ['status'], behaviour: JOB },
  { group: 'coordination.k8s.io', kind: 'Lease', plural: 'leases', behaviour: LEASE },
  { group: 'events.k8s.io', kind: 'Event', plural: 'events', short: ['ev'], behaviour: EVENT },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy', plural: 'networkpolicies', short: ['netpol'] },
  { group: RBAC, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', cluster: true, behaviour: BINDING },
  { group: RBAC, kind: 'ClusterRole', plural: 'clusterroles', cluster: true, behaviour: ROLE },
  { group: RBAC, kind: 'RoleBinding', plural: 'rolebindings', behaviour: BINDING },
  { group: RBAC, kind: 'Role', plural: 'roles', behaviour: ROLE },
  { group: 'scheduling.k8s.io', kind: 'PriorityClass', plural: 'priorityclasses', short: ['pc'], cluster: true },
  {
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    plural: 'storageclasses',
    short: ['sc'],
    cluster: true,
    behaviour: STORAGE_CLASS,
  },
  ...['SelfSubjectReview', 'TokenReview'].map((kind) => ({
    group: 'authentication.k8s.io',
    kind,
    plural: `${kind.toLowerCase()}s`,
    cluster: true as const,
    verbs: REVIEW,
  })),
  ...['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'].map((kind) => ({
    group: 'authorization.k8s.io',
    kind,
    plural: `${kind.toLowerCase()}s`,
    cluster: true as const,
    verbs: REVIEW,
  })),
  {
    group: 'authorization.k8s.io',
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    verbs: REVIEW,
  },
];

function typeOf(row: Row): ResourceType {
  const { group = '', version = 'v1', kind, plural } = row;
  const inEventsGroup = group === 'events.k8s.io';
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    namespaced: row.cluster !== true,
    shortNames: row.short ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs ?? ALL_VERBS,
    subresources: row.subresources ?? [],
    // The two kinds called Event are two views of one.
    collection: inEventsGroup ? '/events' : `${group}/${plural}`,
    custom: false,
    schema: coreSchema(group, kind),
    behaviour: row.behaviour ?? {},
    columns: builtinColumns(inEventsGroup ? '' : group, kind),
    ...(inEventsGroup ? { convert: { toStored: fromEventsGroup, toServed: toEventsGroup } } : {}),
  };
}

/** Every kind that is there before any CustomResourceDefinition. */
export const BUILTIN_TYPES: readonly ResourceType[] = ROWS.map(typeOf);
