import type { Container, Pod, PodVolume } from '../../api/kinds/core.ts';
import { objectLabels, seenFinalizer } from '../labels.ts';
import type { MachineScope } from '../scope.ts';
import { nameOf } from '../source/transfer.ts';
import { attachmentsOf, attachmentSecret } from './conversion-attachments.ts';
import { conversionEnvironment, hasScratch, scratchPath } from './conversion-environment.ts';
import { mountClaims, restrictedContainer, restrictedPod, type MountedClaim } from './pod-parts.ts';

export interface ConversionPodInput {
  readonly claims: readonly MountedClaim[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secretName: string;
  /** Its library reads disks faster than HTTPS does. */
  readonly vddkImage?: string;
}

/** What the pod is made from. */
type Scope = Pick<MachineScope, 'run' | 'resolved'>;

export function conversionPodName(scope: Scope): string {
  return nameOf(scope, 'conversion');
}

/** The pod in which virt-v2v copies and converts; speaks the protocol of the published image. */
export function conversionPod(scope: Scope, input: ConversionPodInput): Pod {
  const { run, resolved } = scope;
  const { options, settings, target } = resolved;
  const claims = mountClaims(input.claims);
  const parts = partsOf(scope, input);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: conversionPodName(scope),
      namespace: target.namespace,
      labels: { ...options.convertorLabels, ...objectLabels(run), 'forklift.app': 'virt-v2v', isV2V: 'true' },
      ...annotated(target),
      finalizers: [seenFinalizer],
    },
    spec: {
      restartPolicy: 'Never',
      securityContext: restrictedPod,
      serviceAccountName: options.serviceAccount,
      nodeSelector: {
        ...(settings.requestKvm && { 'kubevirt.io/schedulable': 'true' }),
        ...options.convertorNodeSelector,
      },
      affinity: options.convertorAffinity ?? spreadConversions,
      ...(input.vddkImage && { initContainers: [vddkLibrary(input.vddkImage)] }),
      containers: [
        {
          name: 'virt-v2v',
          image: imageOf(scope),
          imagePullPolicy: 'Always',
          env: conversionEnvironment(resolved, input.environment),
          ports: [
            { name: 'metrics', containerPort: 2112, protocol: 'TCP' },
            { name: 'results', containerPort: 8080, protocol: 'TCP' },
          ],
          volumeMounts: [...claims.volumeMounts, ...parts.map(({ mount }) => mount)],
          volumeDevices: claims.volumeDevices,
          securityContext: restrictedContainer,
          resources: conversionResources({ kvm: settings.requestKvm }),
        },
      ],
      volumes: [...claims.volumes, ...parts.map(({ volume }) => volume)],
    },
  };
}

/** In a namespace with a network of its own, nobody outside reaches a pod's ports that it does not open. */
const openPorts = '- protocol: tcp\n  port: 2112\n- protocol: tcp\n  port: 8080\n';

function annotated({
  podAnnotations,
  primaryNetwork,
}: Scope['resolved']['target']): Pick<Pod['metadata'], 'annotations'> {
  const annotations = {
    ...podAnnotations,
    ...(primaryNetwork && { 'k8s.ovn.org/open-default-ports': openPorts }),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** A volume that is no disk, and where the container finds it. */
interface Part {
  readonly volume: PodVolume;
  readonly mount: NonNullable<Container['volumeMounts']>[number];
}

function partsOf(scope: Scope, { secretName, vddkImage }: ConversionPodInput): Part[] {
  const { options } = scope.resolved;
  const attached = attachmentsOf(scope.resolved).map((attachment) =>
    secretPart(attachment.name, attachment.mountPath, attachmentSecret(scope, attachment)),
  );
  return [
    secretPart('credentials', '/etc/secret', secretName),
    ...attached,
    ...(hasScratch(options) ? [scratch(options)] : []),
    ...(vddkImage ? [{ volume: { name: vddkVolume, emptyDir: {} }, mount: vddkMount }] : []),
  ];
}

function secretPart(name: string, mountPath: string, secretName: string): Part {
  return { volume: { name, secret: { secretName } }, mount: { name, mountPath, readOnly: true } };
}

/** A claim that lives as long as the pod. */
function scratch({
  conversionTempStorageClass: storageClassName,
  conversionTempStorageSize: storage,
}: Scope['resolved']['options']): Part {
  const spec = {
    accessModes: ['ReadWriteOnce'],
    volumeMode: 'Filesystem',
    storageClassName,
    resources: { requests: { storage } },
  };
  return {
    volume: { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec } } },
    mount: { name: 'scratch', mountPath: scratchPath },
  };
}

export const vddkVolume = 'vddk';
export const vddkMount = { name: vddkVolume, mountPath: '/opt' };

/** VDDK images copy their library to `/opt` and end. */
export function vddkLibrary(image: string): Container {
  return {
    name: 'vddk',
    image,
    imagePullPolicy: 'IfNotPresent',
    volumeMounts: [vddkMount],
    securityContext: restrictedContainer,
    resources: { requests: { cpu: '100m', memory: '150Mi' }, limits: { cpu: '1', memory: '500Mi' } },
  };
}

function imageOf({ resolved: { options, settings } }: Scope): string {
  const preferred = options.xfsCompatibility === true ? settings.virtV2vImageXfs : undefined;
  return options.virtV2vImage || preferred || settings.virtV2vImage;
}

export function conversionResources({ kvm }: { readonly kvm: boolean }): Container['resources'] {
  const devices: Record<string, string> = kvm ? { 'devices.kubevirt.io/kvm': '1' } : {};
  return {
    requests: { cpu: '1', memory: '1Gi', ...devices },
    limits: { cpu: '4', memory: '8Gi', ...devices },
  };
}

/** Conversions keep out of each other's way where there is room. */
export const spreadConversions = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: {
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchLabels: { 'forklift.app': 'virt-v2v' } },
        },
      },
    ],
  },
};
