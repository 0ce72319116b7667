import type { StorageProfile } from '../api/kinds/cdi.ts';
import type { AccessMode, StorageClass, VolumeMode } from '../api/kinds/core.ts';
import { claimModes, type ClaimModes } from './volume-modes.ts';

/** The modes that volumes of a class get where nobody wishes for others. */
export interface ClassModes extends ClaimModes {
  /** Who decided: CDI's profile of the class, the table by provisioner, or nobody: then what every class can do. */
  readonly decidedBy: 'StorageProfile' | 'Provisioner' | 'Default';
  /** What it costs; empty where it costs nothing. */
  readonly cost: string;
}

type Modes = readonly [VolumeMode, AccessMode];

const block: Modes = ['Block', 'ReadWriteOnce'];
const files: Modes = ['Filesystem', 'ReadWriteOnce'];
const sharedFiles: Modes = ['Filesystem', 'ReadWriteMany'];

/** Modes of volumes by provisioner: MTV's, and those of the drivers that took the place of built-in provisioners. */
const byProvisioner: ReadonlyMap<string, Modes> = new Map([
  ['kubernetes.io/aws-ebs', block],
  ['ebs.csi.aws.com', block],
  ['kubernetes.io/azure-disk', block],
  ['disk.csi.azure.com', block],
  ['kubernetes.io/azure-file', sharedFiles],
  ['file.csi.azure.com', sharedFiles],
  ['kubernetes.io/gce-pd', block],
  ['pd.csi.storage.gke.io', block],
  ['kubernetes.io/rbd', block],
  ['rbd.csi.ceph.com', block],
  ['cephfs.csi.ceph.com', sharedFiles],
  ['manila.csi.openstack.org', sharedFiles],
  ['kubernetes.io/cinder', block],
  ['cinder.csi.openstack.org', block],
  ['kubernetes.io/vsphere-volume', block],
  ['csi.vsphere.vmware.com', block],
  ['kubernetes.io/hostpath-provisioner', files],
  ['kubevirt.io/hostpath-provisioner', files],
  ['kubevirt.io.hostpath-provisioner', files],
]);

/** Operators put the name of their namespace in front of Ceph's drivers: `openshift-storage.rbd.csi.ceph.com`. */
const underOperator = /^[\w-]+\.(?=(rbd|cephfs)\.csi\.ceph\.com$)/;

/** CDI's profile decides; where it names no modes, the provisioner does. */
export function classModes(
  { provisioner }: Pick<StorageClass, 'provisioner'>,
  profile: StorageProfile | undefined,
): ClassModes {
  const ofProfile = claimModes({}, profile);
  if (ofProfile !== undefined) return { ...ofProfile, decidedBy: 'StorageProfile', cost: costOf(ofProfile) };
  const seed = byProvisioner.get(provisioner.replace(underOperator, ''));
  const [volumeMode, accessMode] = seed ?? files;
  const modes = { volumeMode, accessModes: [accessMode] };
  if (seed !== undefined) return { ...modes, decidedBy: 'Provisioner', cost: costOf(modes) };
  return { ...modes, decidedBy: 'Default', cost: [`Nothing is known of ${provisioner}.`, costOf(modes)].join(' ') };
}

function costOf({ volumeMode, accessModes }: ClaimModes): string {
  const costs = [
    ...(accessModes.includes('ReadWriteMany')
      ? []
      : ['Machines with such volumes cannot move between nodes while they run.']),
    ...(volumeMode === 'Block' ? [] : ['A file system takes a part of each volume.']),
  ];
  return costs.join(' ');
}
