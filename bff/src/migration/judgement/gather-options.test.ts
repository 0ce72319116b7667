import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { configMaps, secrets, storageClasses } from '../../api/kinds/core.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { plan } from '../../testing/plan-scope.ts';
import { gatherOptions } from './gather-options.ts';

async function clients() {
  const home = new MemoryClient(new VirtualClock());
  const metadata = (name: string, namespace = 'migrations') => ({ name, namespace });
  const map = { apiVersion: 'v1', kind: 'ConfigMap' };
  await home.create(configMaps, {
    ...map,
    metadata: metadata('scripts'),
    data: { '1_linux_run_a.sh': 'echo', 'notes.txt': 'x' },
  });
  await home.create(configMaps, { ...map, metadata: metadata('notes'), data: { 'notes.txt': 'x' } });
  const secret = { apiVersion: 'v1', kind: 'Secret' };
  await home.create(secrets, { ...secret, metadata: metadata('keys'), data: { one: 'YQ==' } });
  await home.create(secrets, { ...secret, metadata: metadata('elsewhere', 'vault'), data: { one: 'YQ==' } });
  await home.create(secrets, { ...secret, metadata: metadata('empty') });
  const target = new MemoryClient(new VirtualClock());
  await target.create(storageClasses, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    provisioner: 'p',
  });
  return { home, target };
}

const keys = (...names: string[]) => ({ vms: names.map((name, index) => ({ id: `vm-${index}`, luks: { name } })) });

test.each<[string, Partial<PlanSpec>, string[]]>([
  ['nothing is named', {}, []],
  [
    'everything is there',
    { ...keys('keys'), customizationScripts: { name: 'scripts' }, conversionTempStorageClass: 'fast' },
    [],
  ],
  ['another namespace is named', { vms: [{ id: 'a', luks: { name: 'elsewhere', namespace: 'vault' } }] }, []],
  [
    'scripts are missing',
    { customizationScripts: { name: 'gone' } },
    ['spec.customizationScripts: config map migrations/gone with scripts'],
  ],
  [
    'no script would be run',
    { customizationScripts: { name: 'notes' } },
    ['spec.customizationScripts: config map migrations/notes with scripts'],
  ],
  [
    'keys are missing or empty',
    keys('keys', 'gone', 'empty', 'gone'),
    [
      'spec.vms[1].luks: secret migrations/gone with keys',
      'spec.vms[2].luks: secret migrations/empty with keys',
      'spec.vms[3].luks: secret migrations/gone with keys',
    ],
  ],
  [
    'the class of the scratch space is missing',
    { conversionTempStorageClass: 'slow' },
    ['spec.conversionTempStorageClass: storage class slow'],
  ],
])('%s', async (_name, spec, missing) => {
  expect((await gatherOptions(await clients(), plan(spec))).missing).toEqual(missing);
});

test('files that are not run are told', async () => {
  const found = await gatherOptions(await clients(), plan({ customizationScripts: { name: 'scripts' } }));
  expect(found.ignoredScripts).toEqual(['notes.txt']);
});

test('what only another cluster could tell is not missing while it does not answer', async () => {
  const { home } = await clients();
  const found = await gatherOptions({ home, target: undefined }, plan({ conversionTempStorageClass: 'slow' }));
  expect(found.missing).toEqual([]);
});
