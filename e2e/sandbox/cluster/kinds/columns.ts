import { isObject, listAt, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Column } from '../resource-type.ts';
import { age, ageOf } from '../rest/table.ts';
import { lastSeen } from './event.ts';
import { podColumns } from './pod-columns.ts';

type Cell = Column['cell'];

export function text(name: string, cell: Cell, priority = 0): Column {
  return { name, type: 'string', cell, priority };
}

function number(name: string, cell: Cell): Column {
  return { name, type: 'number', cell };
}

const AGE = text('Age', (object, now) => ageOf(object.metadata.creationTimestamp, now));

function at(...path: readonly string[]): Cell {
  return (object) => textAt(object, ...path) ?? '';
}

function size(...fields: readonly string[]): Cell {
  return (object) =>
    fields.reduce((sum, field) => sum + (isObject(object[field]) ? Object.keys(object[field]).length : 0), 0);
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function modes(holder: 'spec' | 'status'): Cell {
  return (object) =>
    textsAt(object[holder], 'accessModes')
      .map((mode) => MODES[mode] ?? mode)
      .join(',');
}

function storage(holder: 'spec' | 'status'): Cell {
  return (object) => textAt(object[holder], 'capacity', 'storage') ?? '';
}

function count(value: unknown): string {
  return typeof value === 'number' ? String(value) : '0';
}

function boundTo(object: KubeObject): string {
  const reference = objectAt(object.spec, 'claimRef');
  return reference === undefined ? '' : `${textAt(reference, 'namespace') ?? ''}/${textAt(reference, 'name') ?? ''}`;
}

function quotaCell(prefix: 'limits.' | 'others'): Cell {
  return (object) =>
    Object.entries(objectAt(object.status, 'hard') ?? {})
      .filter(([name]) => name.startsWith('limits.') === (prefix === 'limits.'))
      .map(([name, limit]) => `${name}: ${textAt(object.status, 'used', name) ?? ''}/${String(limit)}`)
      .join(', ');
}

function ports(object: KubeObject): string {
  return objectsAt(object.spec, 'ports')
    .map((port) => `${String(port.port)}/${textAt(port, 'protocol') ?? 'TCP'}`)
    .join(',');
}

const STORAGE = 'storage.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

const WEBHOOKS: readonly Column[] = [
  { name: 'Webhooks', type: 'integer', cell: (object) => listAt(object, 'webhooks').length },
  AGE,
];

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  '/ConfigMap': [number('Data', size('data', 'binaryData')), AGE],
  '/Secret': [text('Type', at('type')), number('Data', size('data')), AGE],
  '/Namespace': [text('Status', at('status', 'phase')), AGE],
  '/ServiceAccount': [text('Secrets', (object) => listAt(object, 'secrets').length), AGE],
  '/Pod': podColumns(AGE),
  '/PersistentVolumeClaim': [
    text('Status', (object) =>
      object.metadata.deletionTimestamp === undefined ? (textAt(object.status, 'phase') ?? '') : 'Terminating',
    ),
    text('Volume', at('spec', 'volumeName')),
    text('Capacity', storage('status')),
    text('Access Modes', modes('status')),
    text('StorageClass', at('spec', 'storageClassName')),
    text('VolumeAttributesClass', (object) => textAt(object.spec, 'volumeAttributesClassName') ?? '<unset>'),
    AGE,
    text('VolumeMode', at('spec', 'volumeMode'), 1),
  ],
  '/PersistentVolume': [
    text('Capacity', storage('spec')),
    text('Access Modes', modes('spec')),
    text('Reclaim Policy', at('spec', 'persistentVolumeReclaimPolicy')),
    text('Status', (object) =>
      object.metadata.deletionTimestamp === undefined ? (textAt(object.status, 'phase') ?? '') : 'Terminating',
    ),
    text('Claim', boundTo),
    text('StorageClass', at('spec', 'storageClassName')),
    text('VolumeAttributesClass', (object) => textAt(object.spec, 'volumeAttributesClassName') ?? '<unset>'),
    text('Reason', at('status', 'reason')),
    AGE,
    text('VolumeMode', at('spec', 'volumeMode'), 1),
  ],
  '/Event': [
    text('Last Seen', (object, now) => age(now - lastSeen(object))),
    text('Type', at('type')),
    text('Reason', at('reason')),
    text(
      'Object',
      (object) =>
        `${(textAt(object, 'involvedObject', 'kind') ?? textAt(object, 'regarding', 'kind') ?? '').toLowerCase()}/${textAt(object, 'involvedObject', 'name') ?? textAt(object, 'regarding', 'name') ?? ''}`,
    ),
    text('Message', (object) => (textAt(object, 'message') ?? textAt(object, 'note') ?? '').trim()),
  ],
  '/ResourceQuota': [text('Request', quotaCell('others')), text('Limit', quotaCell('limits.')), AGE],
  '/Service': [
    text('Type', at('spec', 'type')),
    text('Cluster-IP', at('spec', 'clusterIP')),
    text('External-IP', () => '<none>'),
    text('Port(s)', ports),
    AGE,
  ],
  '/Node': [
    text('Status', (object) =>
      objectsAt(object.status, 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True')
        ? 'Ready'
        : 'NotReady',
    ),
    text('Roles', () => '<none>'),
    AGE,
    text('Version', at('status', 'nodeInfo', 'kubeletVersion')),
  ],
  'apps/Deployment': [
    text('Ready', (object) => `${count(object.status?.readyReplicas)}/${count(object.spec?.replicas)}`),
    text('Up-to-date', (object) => count(object.status?.updatedReplicas)),
    text('Available', (object) => count(object.status?.availableReplicas)),
    AGE,
  ],
  'coordination.k8s.io/Lease': [text('Holder', at('spec', 'holderIdentity')), AGE],
  [`${STORAGE}/StorageClass`]: [
    text('Provisioner', at('provisioner')),
    text('ReclaimPolicy', at('reclaimPolicy')),
    text('VolumeBindingMode', at('volumeBindingMode')),
    text('AllowVolumeExpansion', (object) => String(object.allowVolumeExpansion === true)),
    AGE,
  ],
  [`${RBAC}/Role`]: [text('Created At', (object) => object.metadata.creationTimestamp)],
  [`${RBAC}/ClusterRole`]: [text('Created At', (object) => object.metadata.creationTimestamp)],
  [`${RBAC}/RoleBinding`]: [
    text('Role', (object) => `${textAt(object, 'roleRef', 'kind') ?? ''}/${textAt(object, 'roleRef', 'name') ?? ''}`),
    AGE,
  ],
  [`${RBAC}/ClusterRoleBinding`]: [
    text('Role', (object) => `${textAt(object, 'roleRef', 'kind') ?? ''}/${textAt(object, 'roleRef', 'name') ?? ''}`),
    AGE,
  ],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOKS,
  'apiextensions.k8s.io/CustomResourceDefinition': [text('Created At', (object) => object.metadata.creationTimestamp)],
};

/** Columns after the name, as `kubectl get` shows a built-in kind; `undefined` for those that show their age only. */
export function builtinColumns(group: string, kind: string): readonly Column[] | undefined {
  return COLUMNS[`${group}/${kind}`];
}
