import type { Schema } from '../schema/schema.ts';

const TEXT: Schema = { type: 'string' };
const FLAG: Schema = { type: 'boolean' };
const NUMBER: Schema = { type: 'integer' };
const TEXTS: Schema = { type: 'object', nullable: true, additionalProperties: TEXT };
/** Known by name only: what is inside is kept as it came. */
const OPEN: Schema = { preserveUnknown: true };
const LIST: Schema = { preserveUnknown: true };

function kind(description: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', description, properties };
}

function plain(description: string): Schema {
  return kind(description, { spec: OPEN, status: OPEN });
}

const RULES = { rules: LIST, aggregationRule: OPEN };
const BINDING = { subjects: LIST, roleRef: OPEN };
const EVENT_COMMON = {
  eventTime: { type: 'string', nullable: true },
  series: OPEN,
  action: TEXT,
  reason: TEXT,
  related: OPEN,
  reportingInstance: TEXT,
  type: TEXT,
} as const;

const SCHEMAS: Readonly<Record<string, Schema>> = {
  '/ConfigMap': kind('Configuration that is not secret.', { data: TEXTS, binaryData: TEXTS, immutable: FLAG }),
  '/Secret': kind('Small amounts of data that must not be shown.', {
    data: TEXTS,
    stringData: TEXTS,
    type: TEXT,
    immutable: FLAG,
  }),
  '/Namespace': plain('A part of the cluster in which names are unique.'),
  '/Node': plain('A machine that runs pods.'),
  '/Pod': plain('Containers that run together on one node.'),
  '/PersistentVolumeClaim': plain('A request for storage.'),
  '/PersistentVolume': plain('Storage that a claim can be bound to.'),
  '/ResourceQuota': plain('What a namespace may use.'),
  '/LimitRange': plain('What single objects of a namespace may ask for.'),
  '/Service': plain('A name and address for a set of pods.'),
  '/Endpoints': kind('The addresses behind a service.', { subsets: LIST }),
  '/ServiceAccount': kind('Who a pod acts as.', {
    secrets: LIST,
    imagePullSecrets: LIST,
    automountServiceAccountToken: FLAG,
  }),
  '/Event': kind('Something that happened to an object.', {
    ...EVENT_COMMON,
    involvedObject: OPEN,
    message: TEXT,
    source: OPEN,
    firstTimestamp: { type: 'string', nullable: true },
    lastTimestamp: { type: 'string', nullable: true },
    count: NUMBER,
    reportingComponent: TEXT,
  }),
  'events.k8s.io/Event': kind('Something that happened to an object.', {
    ...EVENT_COMMON,
    regarding: OPEN,
    note: TEXT,
    reportingController: TEXT,
    deprecatedSource: OPEN,
    deprecatedFirstTimestamp: { type: 'string', nullable: true },
    deprecatedLastTimestamp: { type: 'string', nullable: true },
    deprecatedCount: NUMBER,
  }),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': kind('Who may change what is written.', {
    webhooks: LIST,
  }),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': kind('Who may refuse what is written.', {
    webhooks: LIST,
  }),
  'apiextensions.k8s.io/CustomResourceDefinition': plain('A kind that the cluster serves in addition.'),
  'apps/Deployment': plain('Pods that are replaced gradually.'),
  'batch/Job': plain('Pods that run to their end.'),
  'coordination.k8s.io/Lease': plain('Who holds a role for how long.'),
  'networking.k8s.io/NetworkPolicy': plain('Which pods may talk to which.'),
  'rbac.authorization.k8s.io/Role': kind('Rights within a namespace.', RULES),
  'rbac.authorization.k8s.io/ClusterRole': kind('Rights in the whole cluster.', RULES),
  'rbac.authorization.k8s.io/RoleBinding': kind('Gives a role to people within a namespace.', BINDING),
  'rbac.authorization.k8s.io/ClusterRoleBinding': kind('Gives a role to people everywhere.', BINDING),
  'scheduling.k8s.io/PriorityClass': kind('How important a pod is.', {
    value: NUMBER,
    globalDefault: FLAG,
    description: TEXT,
    preemptionPolicy: TEXT,
  }),
  'storage.k8s.io/StorageClass': kind('A way to get volumes.', {
    provisioner: TEXT,
    parameters: TEXTS,
    reclaimPolicy: TEXT,
    mountOptions: LIST,
    allowVolumeExpansion: FLAG,
    volumeBindingMode: TEXT,
    allowedTopologies: LIST,
  }),
};

/** The fields of a built-in kind, as far as they are checked; `undefined` for kinds that are asked, not stored. */
export function coreSchema(group: string, name: string): Schema | undefined {
  return SCHEMAS[`${group}/${name}`];
}
