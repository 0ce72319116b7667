import type { ClaimPropertySet, StorageClass } from '../api/kinds.ts';

type NewStorageClass = Omit<StorageClass, 'metadata'> & {
  metadata: { name: string; annotations?: Record<string, string> };
};

/**
 * Parameters by which a class of the sandbox misbehaves. `provisioning`: `never` leaves claims pending, `fail` refuses
 * them with an event, `slow` waits `delay-seconds` first. `round-bytes` is the step that capacities are rounded up to.
 */
export const classParameters = {
  provisioning: 'sandbox.gantry.dev/provisioning',
  delaySeconds: 'sandbox.gantry.dev/delay-seconds',
  roundBytes: 'sandbox.gantry.dev/round-bytes',
} as const;

const mebibyte = `${2 ** 20}`;
const gibibyte = `${2 ** 30}`;

export const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';
export const virtDefaultClassAnnotation = 'storageclass.kubevirt.io/is-default-virt-class';

interface ClassSpec {
  readonly provisioner: string;
  readonly binding: StorageClass['volumeBindingMode'];
  readonly parameters?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

function storageClass(name: string, spec: ClassSpec): NewStorageClass {
  const { provisioner, binding, parameters = {}, annotations = {} } = spec;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
    provisioner,
    parameters,
    reclaimPolicy: 'Delete',
    volumeBindingMode: binding,
  };
}

const rbd = {
  provisioner: 'openshift-storage.rbd.csi.ceph.com',
  parameters: { [classParameters.roundBytes]: mebibyte },
} as const;

export const sandboxClasses: readonly NewStorageClass[] = [
  storageClass('ceph-rbd', {
    ...rbd,
    binding: 'Immediate',
    annotations: { [defaultClassAnnotation]: 'true', [virtDefaultClassAnnotation]: 'true' },
  }),
  storageClass('ceph-rbd-wffc', { ...rbd, binding: 'WaitForFirstConsumer' }),
  storageClass('nfs', { provisioner: 'nfs.csi.k8s.io', binding: 'Immediate' }),
  storageClass('local-fs', {
    provisioner: 'kubevirt.io/hostpath-provisioner',
    binding: 'WaitForFirstConsumer',
    parameters: { [classParameters.roundBytes]: gibibyte },
  }),
  storageClass('manual', { provisioner: 'kubernetes.io/no-provisioner', binding: 'Immediate' }),
];

const blockMany: ClaimPropertySet = { accessModes: ['ReadWriteMany'], volumeMode: 'Block' };
const blockOne: ClaimPropertySet = { accessModes: ['ReadWriteOnce'], volumeMode: 'Block' };
const filesMany: ClaimPropertySet = { accessModes: ['ReadWriteMany'], volumeMode: 'Filesystem' };
const filesOne: ClaimPropertySet = { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' };

/** What CDI knows of provisioners, best first; a provisioner that is not listed has an empty profile. */
export const knownProvisioners: Readonly<Record<string, readonly ClaimPropertySet[]>> = {
  'openshift-storage.rbd.csi.ceph.com': [blockMany, blockOne, filesOne],
  'nfs.csi.k8s.io': [filesMany],
  'kubevirt.io/hostpath-provisioner': [filesOne],
};

/** CDI asks whether a CSIDriver of that name exists; in the sandbox the name itself says so. */
export function isCsi(storageClass: Pick<StorageClass, 'provisioner'>): boolean {
  return storageClass.provisioner.split('.').includes('csi');
}

export const noProvisioner = 'kubernetes.io/no-provisioner';

/** The class that `name` or, where it is missing, the defaults of the cluster choose. */
export function chooseClass(
  classes: readonly StorageClass[],
  name: string | undefined,
  defaults: readonly string[] = [defaultClassAnnotation],
): StorageClass | undefined {
  if (name !== undefined) return classes.find((candidate) => candidate.metadata.name === name);
  for (const annotation of defaults) {
    const found = classes.find((candidate) => candidate.metadata.annotations?.[annotation] === 'true');
    if (found) return found;
  }
  return undefined;
}
