import type { JsonObject } from '../json.ts';
import { ensureObject, equal, isObject, listAt, objectAt, textAt } from '../json.ts';
import type { KubeObject } from '../object.ts';
import { normaliseAmounts } from '../amounts.ts';
import { parseQuantity } from '../../quantity.ts';
import type { Behaviour } from '../resource-type.ts';
import { forbiddenValue, invalidValue, requiredValue, unsupportedValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
export const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function protect(object: KubeObject, finalizer: string): void {
  const present = object.metadata.finalizers ?? [];
  if (!present.includes(finalizer)) object.metadata.finalizers = [...present, finalizer];
}

function validateModes(object: KubeObject): Cause[] {
  const modes = listAt(object.spec, 'accessModes');
  return [
    ...(modes.length === 0 ? [requiredValue('spec.accessModes', 'at least 1 access mode is required')] : []),
    ...modes
      .filter((mode) => typeof mode !== 'string' || !ACCESS_MODES.includes(mode))
      .map((mode) => unsupportedValue('spec.accessModes', mode, ACCESS_MODES)),
  ];
}

function validateAmount(field: string, value: unknown): Cause[] {
  if (value === undefined) return [requiredValue(field)];
  const amount = parseQuantity(value);
  return amount !== undefined && amount > 0n ? [] : [invalidValue(field, value, 'must be greater than zero')];
}

function requestedStorage(object: KubeObject): unknown {
  return objectAt(object.spec, 'resources', 'requests')?.storage;
}

/** Fields a bound or unbound claim may still change. */
function comparable(object: KubeObject): unknown {
  const spec = { ...object.spec };
  delete spec.volumeAttributesClassName;
  const resources = { ...objectAt(spec, 'resources') };
  const requests = { ...objectAt(resources, 'requests') };
  delete requests.storage;
  return { ...spec, resources: { ...resources, requests } };
}

const CLAIM_IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function validateClaimUpdate(object: KubeObject, before: KubeObject): Cause[] {
  const boundNow = textAt(before.spec, 'volumeName') === undefined;
  const wanted = { ...object, spec: { ...object.spec } };
  // The binder sets the volume once, and a missing class may be filled in afterwards.
  if (boundNow) delete wanted.spec.volumeName;
  if (textAt(before.spec, 'storageClassName') === undefined) delete wanted.spec.storageClassName;
  if (!equal(comparable(wanted), comparable(before))) return [forbiddenValue('spec', CLAIM_IMMUTABLE)];
  const [now, then] = [parseQuantity(requestedStorage(object)) ?? 0n, parseQuantity(requestedStorage(before)) ?? 0n];
  if (now === then) return [];
  if (textAt(before.status, 'phase') !== 'Bound') return [forbiddenValue('spec', CLAIM_IMMUTABLE)];
  const least = parseQuantity(objectAt(before.status, 'capacity')?.storage) ?? then;
  return now < then && now < least
    ? [forbiddenValue('spec.resources.requests.storage', 'field can not be less than status.capacity')]
    : [];
}

/** The two fields for a claim's source say the same. */
function copySource(spec: JsonObject): void {
  const [source, reference] = [spec.dataSource, spec.dataSourceRef];
  if (source === undefined && isObject(reference) && reference.namespace === undefined) spec.dataSource = reference;
  if (reference === undefined && isObject(source)) spec.dataSourceRef = source;
}

export const CLAIM: Behaviour = {
  generation: 'none',
  normalise: (object) => {
    normaliseAmounts(objectAt(object.spec, 'resources', 'requests'));
    normaliseAmounts(objectAt(object.spec, 'resources', 'limits'));
  },
  fillIn: (object) => {
    ensureObject(object, 'spec').volumeMode ??= 'Filesystem';
  },
  prepareCreate: (object) => {
    copySource(ensureObject(object, 'spec'));
    object.status = { phase: 'Pending' };
    protect(object, CLAIM_PROTECTION);
  },
  validate: (object) => [
    ...validateModes(object),
    ...validateAmount('spec.resources[storage]', requestedStorage(object)),
    ...(['Block', 'Filesystem'].includes(textAt(object.spec, 'volumeMode') ?? '')
      ? []
      : [unsupportedValue('spec.volumeMode', object.spec?.volumeMode, ['Block', 'Filesystem'])]),
  ],
  validateUpdate: validateClaimUpdate,
};

const SOURCES = ['hostPath', 'csi', 'nfs', 'local', 'rbd', 'iscsi', 'fc', 'cephfs', 'awsElasticBlockStore'];
const POLICIES = ['Delete', 'Recycle', 'Retain'];

function validateVolume(object: KubeObject): Cause[] {
  const sources = SOURCES.filter((source) => object.spec?.[source] !== undefined);
  const policy = textAt(object.spec, 'persistentVolumeReclaimPolicy') ?? '';
  return [
    ...validateModes(object),
    ...(objectAt(object.spec, 'capacity')?.storage === undefined
      ? [requiredValue('spec.capacity')]
      : validateAmount('spec.capacity[storage]', objectAt(object.spec, 'capacity')?.storage)),
    ...(sources.length === 0 ? [requiredValue('spec', 'must specify a volume type')] : []),
    ...(sources.length > 1
      ? [forbiddenValue(`spec.${sources[1] ?? ''}`, 'may not specify more than 1 volume type')]
      : []),
    ...(POLICIES.includes(policy) ? [] : [unsupportedValue('spec.persistentVolumeReclaimPolicy', policy, POLICIES)]),
  ];
}

export const VOLUME: Behaviour = {
  generation: 'none',
  normalise: (object) => normaliseAmounts(objectAt(object.spec, 'capacity')),
  fillIn: (object) => {
    const spec = ensureObject(object, 'spec');
    spec.volumeMode ??= 'Filesystem';
    spec.persistentVolumeReclaimPolicy ??= 'Retain';
  },
  prepareCreate: (object) => {
    object.status = { phase: 'Pending' };
    protect(object, VOLUME_PROTECTION);
  },
  validate: validateVolume,
  validateUpdate: (object, before) => [
    ...SOURCES.filter((source) => !equal(object.spec?.[source], before.spec?.[source]))
      .slice(0, 1)
      .map(() =>
        forbiddenValue('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'),
      ),
    ...(equal(object.spec?.volumeMode, before.spec?.volumeMode)
      ? []
      : [invalidValue('spec.volumeMode', object.spec?.volumeMode, 'field is immutable')]),
  ],
};

const IMMUTABLE = 'field is immutable';
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];

export const STORAGE_CLASS: Behaviour = {
  generation: 'none',
  fillIn: (object) => {
    object.reclaimPolicy ??= 'Delete';
    object.volumeBindingMode ??= 'Immediate';
  },
  validate: (object) => [
    ...((textAt(object, 'provisioner') ?? '') === '' ? [requiredValue('provisioner')] : []),
    ...(BINDING_MODES.includes(textAt(object, 'volumeBindingMode') ?? '')
      ? []
      : [unsupportedValue('volumeBindingMode', object.volumeBindingMode, BINDING_MODES)]),
  ],
  validateUpdate: (object, before) =>
    (
      [
        ['parameters', IMMUTABLE],
        ['provisioner', 'updates to provisioner are forbidden.'],
        ['reclaimPolicy', 'updates to reclaimPolicy are forbidden.'],
        ['volumeBindingMode', IMMUTABLE],
      ] as const
    )
      .filter(([field]) => !equal(object[field], before[field]))
      .map(([field, why]) =>
        why === IMMUTABLE
          ? invalidValue(field, field === 'parameters' ? null : object[field], why)
          : forbiddenValue(field, why),
      ),
};
