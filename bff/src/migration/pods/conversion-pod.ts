import type { EnvVar, Pod } from '../../api/kinds/core.ts';
import { objectLabels, seenFinalizer } from '../labels.ts';
import { mountClaims, restrictedContainer, restrictedPod, type MountedClaim } from './pod-parts.ts';
import type { MachineScope } from '../scope.ts';
import { nameOf } from '../source/transfer.ts';

export interface ConversionPodInput {
  readonly claims: readonly MountedClaim[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secretName: string;
}

export function conversionPodName(scope: MachineScope): string {
  return nameOf(scope, 'conversion');
}

/** The pod in which virt-v2v copies and converts; speaks the protocol of the published image. */
export function conversionPod(scope: MachineScope, input: ConversionPodInput): Pod {
  const { run, resolved } = scope;
  const { options, settings } = resolved;
  const { volumes, volumeMounts, volumeDevices } = mountClaims(input.claims);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: conversionPodName(scope),
      namespace: resolved.target.namespace,
      labels: { ...options.convertorLabels, ...objectLabels(run), 'forklift.app': 'virt-v2v', isV2V: 'true' },
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
      affinity: options.convertorAffinity ?? spread,
      containers: [
        {
          name: 'virt-v2v',
          image: options.virtV2vImage || settings.virtV2vImage,
          imagePullPolicy: 'Always',
          env: environment(scope, input.environment),
          ports: [
            { name: 'metrics', containerPort: 2112, protocol: 'TCP' },
            { name: 'results', containerPort: 8080, protocol: 'TCP' },
          ],
          volumeMounts: [...volumeMounts, { name: 'credentials', mountPath: '/etc/secret', readOnly: true }],
          volumeDevices,
          securityContext: restrictedContainer,
          resources: {
            requests: { cpu: '1', memory: '1Gi', ...(settings.requestKvm && kvm) },
            limits: { cpu: '4', memory: '8Gi', ...(settings.requestKvm && kvm) },
          },
        },
      ],
      volumes: [...volumes, { name: 'credentials', secret: { secretName: input.secretName } }],
    },
  };
}

const kvm = { 'devices.kubevirt.io/kvm': '1' };

/** Conversions keep out of each other's way where there is room. */
const spread = {
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

function environment({ resolved }: MachineScope, fromDriver: Readonly<Record<string, string>>): EnvVar[] {
  const { rootDisk } = resolved.options;
  const all: Record<string, string> = {
    ...fromDriver,
    LOCAL_MIGRATION: 'true',
    ...(rootDisk && { V2V_RootDisk: rootDisk }),
  };
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
