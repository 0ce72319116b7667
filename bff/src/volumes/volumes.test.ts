import { describe, expect, it } from 'vitest';
import type { StorageProfile } from '../api/kinds/cdi.ts';
import { dataVolume, type DataVolumeInput } from './data-volume.ts';
import { alignedBytes, claimedBytes } from './sizes.ts';
import { claimModes } from './volume-modes.ts';

const mebibyte = 2 ** 20;

describe('sizes', () => {
  it.each([
    [1, mebibyte],
    [mebibyte, mebibyte],
    [mebibyte + 1, 2 * mebibyte],
  ])('%d bytes take %d', (bytes, expected) => {
    expect(alignedBytes(bytes)).toBe(expected);
  });

  it('leaves room for the file system of a Filesystem volume only', () => {
    expect(claimedBytes(90 * mebibyte, { volumeMode: 'Block', overheadPercent: 10 })).toBe(90 * mebibyte);
    expect(claimedBytes(90 * mebibyte, { volumeMode: 'Filesystem', overheadPercent: 10 })).toBe(100 * mebibyte);
  });
});

const profile: StorageProfile = {
  apiVersion: 'cdi.kubevirt.io/v1beta1',
  kind: 'StorageProfile',
  metadata: { name: 'ceph' },
  status: {
    claimPropertySets: [
      { accessModes: ['ReadWriteMany'], volumeMode: 'Block' },
      { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' },
      { accessModes: ['ReadOnlyMany'] },
    ],
  },
};

describe('claimModes', () => {
  it.each([
    ['the profile decides', {}, profile, { volumeMode: 'Block', accessModes: ['ReadWriteMany'] }],
    [
      'the volume mode is wanted',
      { volumeMode: 'Filesystem' },
      profile,
      { volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'] },
    ],
    [
      'the access mode is wanted',
      { accessMode: 'ReadWriteOnce' },
      profile,
      { volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'] },
    ],
    [
      'a set says no volume mode',
      { accessMode: 'ReadOnlyMany' },
      profile,
      { volumeMode: 'Filesystem', accessModes: ['ReadOnlyMany'] },
    ],
    [
      'both are wanted without a profile',
      { volumeMode: 'Block', accessMode: 'ReadWriteOnce' },
      undefined,
      { volumeMode: 'Block', accessModes: ['ReadWriteOnce'] },
    ],
    ['nothing names an access mode', { volumeMode: 'Block' }, undefined, undefined],
  ] as const)('%s', (_name, wanted, given, expected) => {
    expect(claimModes(wanted, given)).toEqual(expected);
  });
});

const input: DataVolumeInput = {
  name: 'spring-web-disk-0-abcde',
  namespace: 'prod',
  disk: { index: 0, file: '[ds] web/web.vmdk', capacityBytes: 10 * mebibyte + 1 },
  machine: { id: 'vm-7', uuid: '4217' },
  storage: { storageClass: 'ceph' },
  source: { blank: {} },
  requiresConversion: true,
  labels: { vmID: 'vm-7' },
};

describe('dataVolume', () => {
  it('leaves modes to the profile and rounds the size up', () => {
    expect(dataVolume(input)).toEqual({
      apiVersion: 'cdi.kubevirt.io/v1beta1',
      kind: 'DataVolume',
      metadata: {
        name: 'spring-web-disk-0-abcde',
        namespace: 'prod',
        labels: { vmID: 'vm-7', isDV: 'true' },
        annotations: {
          'forklift.konveyor.io/disk-source': '[ds] web/web.vmdk',
          'forklift.konveyor.io/disk-index': '0',
          'forklift.konveyor.io/vm-id': 'vm-7',
          'forklift.konveyor.io/vm-uuid': '4217',
          'forklift.konveyor.io/requires-conversion': 'true',
          'cdi.kubevirt.io/storage.deleteAfterCompletion': 'false',
        },
      },
      spec: {
        source: { blank: {} },
        storage: { storageClassName: 'ceph', resources: { requests: { storage: String(11 * mebibyte) } } },
      },
    });
  });

  it('names the modes of the map, the owner, binding and service account', () => {
    const owner = { apiVersion: 'gantry.dev/v1alpha1', kind: 'VirtualMachineMigration', name: 'a', uid: 'u' };
    const made = dataVolume({
      ...input,
      storage: { storageClass: 'nfs', volumeMode: 'Filesystem', accessMode: 'ReadWriteMany' },
      requiresConversion: false,
      bindImmediately: true,
      serviceAccount: 'mover',
      owner,
    });
    expect(made.spec.storage).toMatchObject({ volumeMode: 'Filesystem', accessModes: ['ReadWriteMany'] });
    expect(made.metadata.ownerReferences).toEqual([owner]);
    expect(made.metadata.annotations).toMatchObject({
      'cdi.kubevirt.io/storage.bind.immediate.requested': 'true',
      'cdi.kubevirt.io/storage.pod.serviceAccountName': 'mover',
    });
    expect(made.metadata.annotations).not.toHaveProperty(['forklift.konveyor.io/requires-conversion']);
  });
});
