import type { Claim, Container, EnvVar, Pod } from '../api/kinds.ts';
import { kinds } from '../api/kinds.ts';
import { controllerOf, ownedBy } from '../api/objects.ts';
import type { Draft } from '../api/objects.ts';
import { annotation } from './annotations.ts';

export const importerImage = 'quay.io/kubevirt/cdi-importer:v1.63.0';
export const blockDevicePath = '/dev/cdi-block-volume';
export const dataPath = '/data';

/** Annotations that are handed on from a claim to the pod that fills it. */
const passedOn = ['k8s.v1.cni.cncf.io/networks', 'v1.multus-cni.io/default-network'];

/** Of the pod that the claim has, or is to have: each checkpoint has one of its own. */
export function importerPodName({ metadata: { name, annotations = {} } }: Pick<Claim, 'metadata'>): string {
  const checkpoint = annotations[annotation.currentCheckpoint];
  const given = annotations[annotation.importPodName];
  if (given !== undefined) return given;
  return `importer-${name}${checkpoint === undefined ? '' : `-checkpoint-${checkpoint}`}`.slice(0, 253);
}

/** Key of the claim that the pod fills. */
export function claimOfPod(pod: Pod): string[] {
  const owner = controllerOf(pod);
  return owner?.kind === 'PersistentVolumeClaim' ? [`${pod.metadata.namespace ?? ''}/${owner.name}`] : [];
}

export function importerPod(claim: Claim, overhead: number): Draft<Pod> {
  const { annotations = {}, name, namespace } = claim.metadata;
  const block = claim.spec.volumeMode === 'Block';
  const volume = { name: 'cdi-data-vol' };
  const importer: Container = {
    name: 'importer',
    image: importerImage,
    args: ['-v=1'],
    env: environment(claim, overhead),
    ports: [{ name: 'metrics', containerPort: 8443, protocol: 'TCP' }],
    ...(block
      ? { volumeDevices: [{ ...volume, devicePath: blockDevicePath }] }
      : { volumeMounts: [{ ...volume, mountPath: dataPath }] }),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
  const vddk: Container = {
    name: 'vddk-side-car',
    image: annotations[annotation.vddkImage] ?? 'not-configured.invalid/vddk',
    securityContext: importer.securityContext,
  };
  return {
    metadata: {
      name: importerPodName(claim),
      namespace,
      labels: { app: 'containerized-data-importer', 'cdi.kubevirt.io': 'importer' },
      annotations: {
        'cdi.kubevirt.io/storage.createdByController': 'yes',
        ...Object.fromEntries(Object.entries(annotations).filter(([key]) => passedOn.includes(key))),
      },
      ownerReferences: [ownedBy(claim, kinds.claim)],
    },
    spec: {
      restartPolicy: 'OnFailure',
      ...(annotations[annotation.source] === 'vddk' ? { initContainers: [vddk] } : {}),
      containers: [importer],
      volumes: [{ ...volume, persistentVolumeClaim: { claimName: name } }],
      securityContext: { fsGroup: 107, runAsUser: 107, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    },
  };
}

function environment(claim: Claim, overhead: number): EnvVar[] {
  const { annotations = {}, uid } = claim.metadata;
  const secretName = annotations[annotation.secretName];
  const fromSecret = (name: string, key: string): EnvVar[] =>
    secretName === undefined ? [] : [{ name, valueFrom: { secretKeyRef: { name: secretName, key } } }];
  return [
    { name: 'IMPORTER_SOURCE', value: annotations[annotation.source] ?? 'none' },
    { name: 'IMPORTER_ENDPOINT', value: annotations[annotation.endpoint] ?? '' },
    { name: 'IMPORTER_UUID', value: annotations[annotation.uuid] ?? '' },
    { name: 'IMPORTER_BACKING_FILE', value: annotations[annotation.backingFile] ?? '' },
    { name: 'IMPORTER_THUMBPRINT', value: annotations[annotation.thumbprint] ?? '' },
    { name: 'IMPORTER_IMAGE_SIZE', value: claim.spec.resources?.requests?.storage ?? '' },
    { name: 'FILESYSTEM_OVERHEAD', value: `${overhead}` },
    { name: 'OWNER_UID', value: uid },
    { name: 'IMPORTER_CURRENT_CHECKPOINT', value: annotations[annotation.currentCheckpoint] ?? '' },
    { name: 'IMPORTER_PREVIOUS_CHECKPOINT', value: annotations[annotation.previousCheckpoint] ?? '' },
    { name: 'IMPORTER_FINAL_CHECKPOINT', value: annotations[annotation.finalCheckpoint] ?? '' },
    ...fromSecret('IMPORTER_ACCESS_KEY_ID', 'accessKeyId'),
    ...fromSecret('IMPORTER_SECRET_KEY', 'secretKey'),
  ];
}
