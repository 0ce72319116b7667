import type { Pod } from '../../api/kinds/core.ts';
import { stableName } from '../../pipeline/names.ts';
import { objectLabels } from '../labels.ts';
import { mountClaims, restrictedContainer, restrictedPod, type MountedClaim } from './pod-parts.ts';
import type { MachineScope } from '../scope.ts';

/** A pod that does nothing but use all claims of the run, so that classes which wait for a consumer bind them on one node. */
export function consumerPod(scope: MachineScope, claims: readonly MountedClaim[]): Pod {
  const { run, resolved } = scope;
  const { volumes, volumeMounts, volumeDevices } = mountClaims(claims);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: stableName(`${run.plan.name}-${run.vmId}-pvcinit`, { run: run.uid, step: 'pvcinit' }),
      namespace: resolved.target.namespace,
      labels: { ...resolved.options.convertorLabels, ...objectLabels(run), 'forklift.app': 'consumer' },
    },
    spec: {
      restartPolicy: 'Never',
      securityContext: restrictedPod,
      nodeSelector: resolved.options.convertorNodeSelector,
      affinity: resolved.options.convertorAffinity,
      serviceAccountName: resolved.options.serviceAccount,
      containers: [
        {
          name: 'main',
          image: resolved.settings.consumerImage,
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', '-c', 'exit 0'],
          volumeMounts,
          volumeDevices,
          securityContext: restrictedContainer,
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
        },
      ],
      volumes,
    },
  };
}
