import { kinds } from '@gantry/sandbox/operators/api/kinds.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { providers } from '../api/generated/provider.ts';
import { judgePlan, proposeMaps } from '../api/http/plan-wizard.ts';
import { secrets } from '../api/kinds/core.ts';
import { HttpWorld, project, vcenterRef } from '../testing/http-world.ts';
import { otherCluster, startOtherCluster, type OtherCluster } from '../testing/other-cluster.ts';

const target = { namespace: project, name: 'other' };
const vms = ['vm-1001'];

let world: HttpWorld;
let other: OtherCluster;

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  const { clock, network } = world.source;
  other = await startOtherCluster({ clock, network });
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  for (const each of (await other.admin.list(kinds.storageClass)).items)
    await other.admin.delete(kinds.storageClass, each);
  await other.admin.create(kinds.storageClass, {
    metadata: { name: 'there', annotations },
    provisioner: 'rbd.csi.ceph.com',
  });
  const { client } = world.admin;
  await client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...target },
    stringData: { token: otherCluster.token },
  });
  await client.create(providers, {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { ...target },
    spec: { type: 'openshift', url: otherCluster.url, secret: { ...target } },
  });
  await world.settle();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

it('offers what stands there, whatever stands here', async () => {
  const body = { source: vcenterRef, target, targetProject: 'there', vms };
  const answer = await world.call('POST', `/projects/${project}/map-proposals`, { body });
  const { storages } = proposeMaps.answer.parse(answer.body);
  expect(storages.map(({ proposal }) => proposal)).toEqual(storages.map(() => ({ storageClass: 'there' })));
});

it('leaves to that cluster who may make machines there', async () => {
  const body = {
    name: 'away',
    source: vcenterRef,
    target,
    targetProject: 'nowhere-here',
    vms: [{ id: 'vm-1001', name: 'web-01' }],
    networkMap: [],
    storageMap: [],
    type: 'cold',
    guestConversion: 'convert',
    compatibilityDevices: true,
    targetPowerState: 'auto',
  };
  const answer = await world.call('POST', `/projects/${project}/plan-judgements`, { body, as: 'olga' });
  const { readiness } = judgePlan.answer.parse(answer.body);
  expect(readiness.map(({ message }) => message.code)).toEqual([
    'DestinationProviderNotReady',
    'VDDKInitImageUnavailable-NotSet',
    'VMNetworksNotMapped-NotValid',
    'VMStorageNotMapped-NotValid',
  ]);
});
