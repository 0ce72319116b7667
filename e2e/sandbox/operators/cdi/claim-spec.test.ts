import { expect, test } from 'vitest';
import type { ClaimSpec, DataVolume, StorageClass, StorageProfile } from '../api/kinds.ts';
import { parseBytes } from '../../quantity.ts';
import { knownProvisioners, sandboxClasses } from '../storage/storage-classes.ts';
import { claimSpecOf, inflate, usableBytes } from './claim-spec.ts';

const metadata = (name: string) => ({ name, uid: name, resourceVersion: '1' });
const classes: StorageClass[] = sandboxClasses.map((storageClass) => ({
  ...storageClass,
  metadata: { ...storageClass.metadata, ...metadata(storageClass.metadata.name) },
}));
const profiles: StorageProfile[] = classes.map(({ metadata: { name }, provisioner }) => ({
  metadata: metadata(name),
  spec: {},
  status: { claimPropertySets: [...(knownProvisioners[provisioner] ?? [])] },
}));

function claimOf(spec: Partial<DataVolume['spec']>): ClaimSpec {
  return claimSpecOf({ metadata: metadata('disk'), spec }, { classes, profiles, config: undefined });
}

const requests = (storage: string) => ({ resources: { requests: { storage } } });

test.each<[string, Partial<DataVolume['spec']>, Partial<ClaimSpec>]>([
  [
    'the default class',
    { storage: requests('1Gi') },
    { storageClassName: 'ceph-rbd', accessModes: ['ReadWriteMany'], volumeMode: 'Block', ...requests('1Gi') },
  ],
  [
    'a class of files',
    { storage: { storageClassName: 'nfs', ...requests('945Mi') } },
    { volumeMode: 'Filesystem', accessModes: ['ReadWriteMany'], ...requests('1000Mi') },
  ],
  [
    'a given volume mode',
    { storage: { volumeMode: 'Filesystem', ...requests('945Mi') } },
    { volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'], ...requests('1000Mi') },
  ],
  [
    'given access modes',
    { storage: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], ...requests('945Mi') } },
    { volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'] },
  ],
  ['a literal claim', { pvc: { storageClassName: 'nfs', ...requests('1Gi') } }, requests('1Gi')],
])('%s', (_, spec, wanted) => {
  expect(claimOf(spec)).toMatchObject(wanted);
});

test.each<[string, Partial<DataVolume['spec']>]>([
  ['a class without a profile', { storage: { storageClassName: 'manual', ...requests('1Gi') } }],
  ['neither pvc nor storage', {}],
])('%s is refused', (_, spec) => {
  expect(() => claimOf(spec)).toThrow(/accessMode|neither/);
});

test.each([1, 4096, 2 ** 20, 2 ** 20 + 1, 123_456_789, 40 * 2 ** 30])(
  'an image of %d bytes fits what is asked for it',
  (bytes) => {
    expect(usableBytes(inflate(bytes, 0.055), 0.055)).toBeGreaterThanOrEqual(bytes);
  },
);

test.each([
  ['1', 1],
  ['1Ki', 1024],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2G', 2e9],
])('%s is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(['', '-1', '1X', 'Gi'])('"%s" is not a size', (text) => {
  expect(() => parseBytes(text)).toThrow('not a size');
});
