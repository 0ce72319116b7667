import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hooks, type HookSpec } from '../api/generated/hook.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { configMaps, serviceAccounts, storageClasses } from '../api/kinds/core.ts';
import { networkAttachmentDefinitions } from '../api/kinds/network.ts';
import { events } from '../kube/events.ts';
import { fakeParts, JudgingWorld } from '../testing/judging-world.ts';
import { hook } from '../testing/hooks.ts';
import { fakeMachine } from '../testing/fake-driver.ts';
import { run } from '../testing/plan-scope.ts';

const namespace = 'migrations';
const spring = { name: 'spring', namespace };

let parts: ReturnType<typeof fakeParts>;
let world: JudgingWorld;
beforeEach(async () => {
  parts = fakeParts();
  world = await JudgingWorld.create(parts);
});
afterEach(async () => {
  await world.close();
});

describe('hook', () => {
  const quiesce = { name: 'quiesce', namespace };
  const edit = (spec: HookSpec) => world.cluster.client.mergePatch(hooks, quiesce, { spec });

  it('is judged, and with it the plans that name it', async () => {
    await world.addAll({ vms: [{ id: 'vm-101', hooks: [{ step: 'PreHook', hook: quiesce }] }] });
    await world.untilCondition(plans, 'spring', 'HookNotValid/NotFound');
    await world.cluster.client.create(hooks, hook('quiesce', { image: 'No Image' }));
    await world.untilCondition(hooks, 'quiesce', 'InvalidImage');
    await world.untilCondition(plans, 'spring', 'HookNotReady');
    await edit({ image: 'registry.test/hook:1', serviceAccount: 'robot' });
    await world.untilCondition(hooks, 'quiesce', 'Ready');
    await world.untilCondition(plans, 'spring', 'HookServiceAccountNotValid/NotFound');
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot', namespace } };
    await world.cluster.client.create(serviceAccounts, account);
    await edit({ deadline: 60 });
    await world.untilCondition(plans, 'spring', 'Ready');
  });
});

describe('maps', () => {
  it('become ready and list what their entries lead to', async () => {
    await world.addAll();
    await world.untilCondition(networkMaps, 'networks', 'Ready');
    await world.untilCondition(storageMaps, 'storage', 'Ready');
    const map = await world.cluster.client.get(networkMaps, { name: 'networks', namespace });
    expect(map.status?.references).toEqual([{ id: 'network-1', name: 'network-1' }]);
  });

  it('wait for their providers', async () => {
    await world.addNetworkMap();
    await world.untilCondition(networkMaps, 'networks', 'SourceProviderNotValid/NotFound');
    await world.addSecret();
    await world.addProvider();
    await world.untilCondition(networkMaps, 'networks', 'Ready');
    expect(await world.conditions(networkMaps, 'networks')).toEqual(['Ready']);
  });

  it('tell missing targets, and sources that are only not there', async () => {
    await world.addAll();
    await world.untilCondition(networkMaps, 'networks', 'Ready');
    await world.untilCondition(storageMaps, 'storage', 'Ready');
    const { client } = world.cluster;
    const missing = [{ source: { name: 'none' }, destination: { type: 'multus', namespace: 'prod', name: 'blue' } }];
    await client.mergePatch(networkMaps, { name: 'networks', namespace }, { spec: { map: missing } });
    await client.mergePatch(
      storageMaps,
      { name: 'storage', namespace },
      {
        spec: { map: [{ source: { id: 'datastore-1' }, destination: { storageClass: 'none' } }] },
      },
    );
    await world.untilCondition(networkMaps, 'networks', 'DestinationNetworkNotValid/NotFound');
    await world.untilCondition(storageMaps, 'storage', 'DestinationStorageNotValid/NotFound');
    expect(await world.conditions(networkMaps, 'networks')).toEqual([
      'SourceNetworkNotValid/NotFound',
      'DestinationNetworkNotValid/NotFound',
    ]);
  });

  it.each([
    ['an empty name', { namespace: 'prod', name: '' }],
    ['an empty namespace', { namespace: '', name: 'blue' }],
  ])('tell %s of a target network', async (_, target) => {
    await world.addAll();
    await world.untilCondition(networkMaps, 'networks', 'Ready');
    const map = [{ source: { id: 'network-1' }, destination: { type: 'multus', ...target } }];
    await world.cluster.client.mergePatch(networkMaps, { name: 'networks', namespace }, { spec: { map } });
    await world.untilCondition(networkMaps, 'networks', 'DestinationNetworkNotValid/Ambiguous');
  });

  it('say what it costs that nothing is known of a class, until the administrator says what it can do', async () => {
    await world.addAll();
    const { client } = world.cluster;
    await client.create(storageClasses, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'tape' },
      provisioner: 'tape.example.com',
    });
    const entry = { source: { id: 'datastore-1' }, destination: { storageClass: 'tape' } };
    await client.mergePatch(storageMaps, { name: 'storage', namespace }, { spec: { map: [entry] } });
    await world.untilCondition(storageMaps, 'storage', 'VolumeModesAssumed/NotKnown');
    expect(await world.conditions(storageMaps, 'storage')).toContain('Ready');
    const known = [{ provisioner: 'tape.example.com', volumeMode: 'Block', accessModes: ['ReadWriteOnce'] }];
    await client.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'gantry-provisioners', namespace: 'gantry' },
      data: { 'provisioners.yaml': JSON.stringify(known) },
    });
    await world.until(
      async () => (await world.conditions(storageMaps, 'storage')).join(' ') === 'Ready',
      'only Ready is left',
    );
  });

  it('are judged again when the source changes', async () => {
    parts.inventories.networks = [];
    await world.addAll();
    await world.untilCondition(networkMaps, 'networks', 'SourceNetworkNotValid/NotFound');
    parts.inventories.networks = ['network-1'];
    parts.inventories.changed();
    await world.until(
      async () => (await world.conditions(networkMaps, 'networks')).join() === 'Ready',
      'the warning is gone',
    );
  });
});

describe('plan', () => {
  it('becomes ready, and says so in an event', async () => {
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    await world.until(async () => {
      const { items } = await world.cluster.client.list(events, { namespace });
      return items.some(
        ({ involvedObject, reason, type }) => involvedObject.kind === 'Plan' && reason === 'Ready' && type === 'Normal',
      );
    }, 'the event is there');
  });

  it('in any order of what it needs', async () => {
    await world.addPlan();
    await world.untilCondition(plans, 'spring', 'SourceProviderNotValid/NotFound');
    await world.addStorageMap();
    await world.addNetworkMap();
    await world.addProvider();
    await world.addSecret();
    await world.untilCondition(plans, 'spring', 'Ready');
  });

  it('is barred by an unknown machine, until it is there', async () => {
    await world.addAll({ vms: [{ id: 'vm-101' }, { id: 'vm-404', name: 'lost' }] });
    await world.untilCondition(plans, 'spring', 'VMNotFound/NotFound');
    const { status } = await world.cluster.client.get(plans, spring);
    expect(status?.conditions?.find(({ type }) => type === 'VMNotFound')).toMatchObject({
      category: 'Critical',
      items: [" id:vm-404 name:'lost' "],
    });
    parts.source.put(fakeMachine({ id: 'vm-404', name: 'lost', nics: [] }));
    parts.inventories.changed();
    await world.untilCondition(plans, 'spring', 'Ready');
  });

  it('is barred when the storage class of its map goes', async () => {
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    await world.cluster.client.delete(storageClasses, { name: 'ceph-rbd' });
    await world.untilCondition(plans, 'spring', 'StorageMapNotReady');
  });

  it('is barred while its target network does not exist', async () => {
    await world.addAll();
    const { client } = world.cluster;
    const blue = { name: 'blue', namespace: 'prod' };
    const map = [{ source: { id: 'network-1' }, destination: { type: 'multus', ...blue } }];
    await client.mergePatch(networkMaps, { name: 'networks', namespace }, { spec: { map } });
    await world.untilCondition(plans, 'spring', 'NetworkMapNotReady');
    await client.create(networkAttachmentDefinitions, {
      apiVersion: 'k8s.cni.cncf.io/v1',
      kind: 'NetworkAttachmentDefinition',
      metadata: blue,
    });
    await world.untilCondition(plans, 'spring', 'Ready');
  });

  it('shows that it executes, and what came of it', async () => {
    const { client } = world.cluster;
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    const { uid = '' } = (await client.get(plans, spring)).metadata;
    const machine = run('vm-101', undefined);
    machine.metadata.labels = { 'gantry.dev/plan': uid };
    await client.create(virtualMachineMigrations, machine);
    await world.untilCondition(plans, 'spring', 'Executing');
    const key = { name: machine.metadata.name, namespace };
    const status = { state: 'Ended', result: 'Succeeded' };
    await client.mergePatch(virtualMachineMigrations, key, { status }, { subresource: 'status' });
    await world.untilCondition(plans, 'spring', 'Succeeded');
    expect(await world.conditions(plans, 'spring')).toEqual(['Succeeded', 'Ready']);
  });

  it('leaves the progress in its status to others', async () => {
    const { client } = world.cluster;
    await world.addAll();
    const migration = { started: '2026-01-01T00:00:00Z', vms: [] };
    await client.mergePatch(plans, spring, { status: { migration } }, { subresource: 'status' });
    await world.untilCondition(plans, 'spring', 'Ready');
    expect((await client.get(plans, spring)).status?.migration).toEqual(migration);
  });

  it('without a spec is not ready and harms nobody', async () => {
    const { client } = world.cluster;
    const bare = { apiVersion: 'forklift.konveyor.io/v1beta1', kind: 'Plan', metadata: { name: 'bare', namespace } };
    await client.create({ ...plans, shape: undefined }, bare);
    await world.addAll();
    await world.untilCondition(plans, 'spring', 'Ready');
    await world.untilCondition(plans, 'bare', 'NamespaceNotValid/NotSet');
  });
});
