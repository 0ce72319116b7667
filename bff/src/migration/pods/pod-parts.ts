import type { Container, PodSpec, PodVolume, VolumeMode } from '../../api/kinds/core.ts';

/** What every pod of ours runs under: no root, no privileges, the identity that virt-v2v and KubeVirt share. */
export const restrictedContainer: NonNullable<Container['securityContext']> = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

export const restrictedPod: NonNullable<PodSpec['securityContext']> = {
  runAsNonRoot: true,
  runAsUser: 107,
  runAsGroup: 107,
  fsGroup: 107,
  seccompProfile: { type: 'RuntimeDefault' },
};

export interface MountedClaim {
  readonly claim: string;
  readonly volumeMode: VolumeMode;
}

/** Claims where virt-v2v expects them: `/mnt/disks/diskN` with a file system, `/dev/blockN` without. */
export function mountClaims(claims: readonly MountedClaim[]): {
  readonly volumes: PodVolume[];
  readonly volumeMounts: NonNullable<Container['volumeMounts']>;
  readonly volumeDevices: NonNullable<Container['volumeDevices']>;
} {
  const named = claims.map((claim, index) => ({ ...claim, index, name: `vol-${index}` }));
  return {
    volumes: named.map(({ claim, name }) => ({ name, persistentVolumeClaim: { claimName: claim } })),
    volumeMounts: named
      .filter(({ volumeMode }) => volumeMode === 'Filesystem')
      .map(({ name, index }) => ({ name, mountPath: `/mnt/disks/disk${index}` })),
    volumeDevices: named
      .filter(({ volumeMode }) => volumeMode === 'Block')
      .map(({ name, index }) => ({ name, devicePath: `/dev/block${index}` })),
  };
}
