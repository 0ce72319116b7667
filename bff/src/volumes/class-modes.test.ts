import { describe, expect, it } from 'vitest';
import type { ClaimPropertySet, StorageProfile } from '../api/kinds/cdi.ts';
import { classModes } from './class-modes.ts';

const profile = (...claimPropertySets: ClaimPropertySet[]): StorageProfile => ({
  apiVersion: 'cdi.kubevirt.io/v1beta1',
  kind: 'StorageProfile',
  metadata: { name: 'class' },
  status: { claimPropertySets },
});
const sharedBlock = profile({ accessModes: ['ReadWriteMany'], volumeMode: 'Block' });

describe('the modes of a storage class', () => {
  it.each([
    ['as its profile says', 'rbd.csi.ceph.com', sharedBlock, ['Block', 'ReadWriteMany', 'StorageProfile']],
    [
      'of an unknown provisioner, as its profile says',
      'x/y',
      sharedBlock,
      ['Block', 'ReadWriteMany', 'StorageProfile'],
    ],
    [
      'of a profile without sets, by provisioner',
      'ebs.csi.aws.com',
      profile(),
      ['Block', 'ReadWriteOnce', 'Provisioner'],
    ],
    [
      'without a profile, by provisioner',
      'file.csi.azure.com',
      undefined,
      ['Filesystem', 'ReadWriteMany', 'Provisioner'],
    ],
    ['of a built-in provisioner', 'kubernetes.io/cinder', undefined, ['Block', 'ReadWriteOnce', 'Provisioner']],
    ['of Ceph under an operator', 'rook-ceph.rbd.csi.ceph.com', undefined, ['Block', 'ReadWriteOnce', 'Provisioner']],
    [
      'of a driver that only ends like one of Ceph',
      'evilrbd.csi.ceph.com',
      undefined,
      ['Filesystem', 'ReadWriteOnce', 'Default'],
    ],
    ['of local volumes', 'kubernetes.io/no-provisioner', undefined, ['Filesystem', 'ReadWriteOnce', 'Default']],
    ['named like a member of every object', 'constructor', profile(), ['Filesystem', 'ReadWriteOnce', 'Default']],
  ] as const)('%s', (_case, provisioner, given, [volumeMode, accessMode, decidedBy]) => {
    expect(classModes({ provisioner }, given)).toMatchObject({ volumeMode, accessModes: [accessMode], decidedBy });
  });

  it('are what administrators say of the provisioner, unless a profile knows better', () => {
    const own = new Map([['ebs.csi.aws.com', { volumeMode: 'Filesystem', accessModes: ['ReadWriteMany'] } as const]]);
    const ebs = { provisioner: 'ebs.csi.aws.com' };
    expect(classModes(ebs, undefined, own)).toMatchObject({ volumeMode: 'Filesystem', decidedBy: 'Administrator' });
    expect(classModes(ebs, sharedBlock, own)).toMatchObject({ volumeMode: 'Block', decidedBy: 'StorageProfile' });
  });

  it.each([
    ['nothing, where shared and without a file system', 'x/y', sharedBlock, ''],
    [
      'live migration',
      'ebs.csi.aws.com',
      undefined,
      'Machines with such volumes cannot move between nodes while they run.',
    ],
    ['space', 'file.csi.azure.com', undefined, 'A file system takes a part of each volume.'],
    [
      'both, for want of knowledge',
      'x/y',
      undefined,
      'Nothing is known of x/y. Machines with such volumes cannot move between nodes while they run. A file system takes a part of each volume.',
    ],
  ])('cost %s', (_case, provisioner, given, cost) => {
    expect(classModes({ provisioner }, given).cost).toBe(cost);
  });
});
