import { kinds } from '../api/kinds.ts';
import type { Container, Pod, PodVolume, VirtualMachineInstance } from '../api/kinds.ts';
import { ownedBy } from '../api/objects.ts';
import type { Draft } from '../api/objects.ts';
import type { OperatorContext } from '../operator.ts';
import { claimNameOf } from './volumes.ts';

/** The pod that an instance runs in. */
export function launcherPod({ stores }: Pick<OperatorContext, 'stores'>, instance: VirtualMachineInstance): Draft<Pod> {
  const { name, namespace, uid, labels } = instance.metadata;
  const volumes: PodVolume[] = [];
  const volumeMounts: Container['volumeMounts'] = [];
  const volumeDevices: Container['volumeDevices'] = [];
  for (const volume of instance.spec.volumes ?? []) {
    const claimName = claimNameOf(volume);
    if (claimName === undefined) continue;
    volumes.push({ name: volume.name, persistentVolumeClaim: { claimName } });
    const block = stores.claims.get({ namespace, name: claimName })?.spec.volumeMode === 'Block';
    if (block) volumeDevices.push({ name: volume.name, devicePath: `/dev/${volume.name}` });
    else volumeMounts.push({ name: volume.name, mountPath: `/var/run/kubevirt-private/vmi-disks/${volume.name}` });
  }
  return {
    metadata: {
      name: `virt-launcher-${name.slice(0, 200)}-${uid.slice(0, 5)}`,
      namespace,
      labels: { ...labels, 'kubevirt.io': 'virt-launcher', 'kubevirt.io/created-by': uid, 'vm.kubevirt.io/name': name },
      annotations: { 'kubevirt.io/domain': name },
      ownerReferences: [ownedBy(instance, kinds.instance)],
    },
    spec: {
      restartPolicy: 'Never',
      nodeSelector: { ...instance.spec.nodeSelector, 'kubevirt.io/schedulable': 'true' },
      terminationGracePeriodSeconds: (instance.spec.terminationGracePeriodSeconds ?? 30) + 15,
      containers: [
        {
          name: 'compute',
          image: 'quay.io/kubevirt/virt-launcher:v1.6.0',
          volumeMounts,
          volumeDevices,
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
      volumes,
      securityContext: { runAsUser: 107, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    },
  };
}

/** A pod that mounts what an instance will use and does nothing else. */
export function consumerPod(context: Pick<OperatorContext, 'stores'>, instance: VirtualMachineInstance): Draft<Pod> {
  const launcher = launcherPod(context, instance);
  return {
    ...launcher,
    metadata: {
      ...launcher.metadata,
      name: (launcher.metadata.name ?? '').replace(/^virt-launcher/, 'virt-consumer'),
      labels: { 'kubevirt.io': 'virt-consumer', 'kubevirt.io/created-by': instance.metadata.uid },
    },
  };
}
