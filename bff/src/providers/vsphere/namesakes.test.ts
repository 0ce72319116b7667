import { modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import type { ModelSpec } from '@gantry/sandbox/sources/vsphere/model-spec.ts';
import { expect, test } from 'vitest';
import { settled, startVcenter } from '../../testing/vcenter.ts';
import { openSource } from './source.ts';

const [munich] = modelOf().datacenters;
if (munich === undefined) throw new Error('The model has no datacenter.');

const vm = (id: string, name: string, host: string, folder: string) => ({ ...smallMachine, id, name, host, folder });

const model: ModelSpec = {
  datacenters: [
    {
      ...munich,
      clusters: [...munich.clusters, { name: 'Cluster-B', hosts: [{ name: 'esx-09.sandbox.test' }] }],
      vms: [
        vm('vm-1', 'twin', 'esx-01.sandbox.test', 'Blue'),
        vm('vm-2', 'twin', 'esx-02.sandbox.test', 'Green'),
        vm('vm-3', 'twin', 'esx-09.sandbox.test', 'Red'),
        vm('vm-4', 'twins', 'esx-01.sandbox.test', 'Blue'),
      ],
    },
  ],
};

test.each([
  ['on another host of the cluster', 'vm-1', ['vm-2']],
  ['the other way round', 'vm-2', ['vm-1']],
  ['in another cluster', 'vm-3', []],
  ['of another name', 'vm-4', []],
])('a machine of the same name %s', async (_name, id, expected) => {
  const { clock, connection, context } = await startVcenter({ model });
  const session = openSource(connection, context);
  expect(await settled(clock, session.namesakes?.(id) ?? Promise.resolve(undefined))).toEqual(expected);
});

test('a machine that is gone', async () => {
  const { clock, connection, context, vcenter } = await startVcenter({ model });
  const session = openSource(connection, context);
  vcenter.machines.remove('vm-1');
  const asked = settled(clock, session.namesakes?.('vm-1') ?? Promise.resolve([]));
  await expect(asked).rejects.toMatchObject({ code: 'vm-not-found' });
});
