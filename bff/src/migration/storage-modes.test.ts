import { expect, test } from 'vitest';
import { configMaps, storageClasses } from '../api/kinds/core.ts';
import { storageProfiles } from '../api/kinds/cdi.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { worldClock } from '../testing/api-servers.ts';
import { withModes } from './storage-modes.ts';
import type { StorageTarget } from './resolve.ts';

const serviceNamespace = 'gantry';
const noProvisioner = 'kubernetes.io/no-provisioner';

async function modesOf(target: Omit<StorageTarget, 'source'>, own?: readonly unknown[]): Promise<unknown[]> {
  const client = new MemoryClient(worldClock());
  const classes = {
    profiled: 'csi.example.com',
    ebs: 'ebs.csi.aws.com',
    tape: 'tape.example.com',
    byHand: noProvisioner,
  };
  for (const [name, provisioner] of Object.entries(classes))
    await client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name },
      provisioner,
    });
  await client.create(storageProfiles, {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'StorageProfile',
    metadata: { name: 'profiled' },
  });
  const status = { claimPropertySets: [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }] };
  await client.mergePatch(storageProfiles, { name: 'profiled' }, { status }, { subresource: 'status' });
  if (own !== undefined)
    await client.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'gantry-provisioners', namespace: serviceNamespace },
      data: { 'provisioners.yaml': JSON.stringify(own) },
    });
  const [made] = await withModes({ client, target: client, serviceNamespace }, [{ source: 'ds', ...target }]);
  return [made?.volumeMode, made?.accessMode];
}

const ofHands = { provisioner: noProvisioner, volumeMode: 'Filesystem', accessModes: ['ReadWriteOnce'] };
const ofTape = { provisioner: 'tape.example.com', volumeMode: 'Block', accessModes: ['ReadWriteMany'] };

test.each<[string, Omit<StorageTarget, 'source'>, readonly unknown[] | undefined, unknown[]]>([
  ['a profile knows them: CDI is told nothing', { storageClass: 'profiled' }, undefined, [undefined, undefined]],
  ['the provisioner tells', { storageClass: 'ebs' }, undefined, ['Block', 'ReadWriteOnce']],
  ['nobody knows any', { storageClass: 'tape' }, undefined, ['Filesystem', 'ReadWriteOnce']],
  ['the administrator knows', { storageClass: 'tape' }, [ofTape], ['Block', 'ReadWriteMany']],
  ['the map names one', { storageClass: 'tape', volumeMode: 'Filesystem' }, [ofTape], ['Filesystem', 'ReadWriteMany']],
  [
    'the map names the access',
    { storageClass: 'tape', accessMode: 'ReadOnlyMany' },
    [ofTape],
    [undefined, 'ReadOnlyMany'],
  ],
  ['volumes are made by hand: nothing is assumed', { storageClass: 'byHand' }, undefined, [undefined, undefined]],
  [
    'of volumes by hand the administrator knows',
    { storageClass: 'byHand' },
    [ofHands],
    ['Filesystem', 'ReadWriteOnce'],
  ],
  ['the class does not exist', { storageClass: 'none' }, undefined, [undefined, undefined]],
])('the modes of a run: %s', async (_case, target, own, expected) => {
  expect(await modesOf(target, own)).toEqual(expected);
});
