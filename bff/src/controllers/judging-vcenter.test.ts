import { demonstrationModel } from '@gantry/sandbox/sources/vsphere/demonstration.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import type { Condition } from '../api/resource.ts';
import { collectHere } from '../inventory/collector-thread.ts';
import { ProviderInventories } from '../inventory/provider-inventories.ts';
import { drivers } from '../providers/registry.ts';
import { JudgingWorld } from '../testing/judging-world.ts';
import { password, startVcenter, user } from '../testing/vcenter.ts';

const namespace = 'migrations';
const datastores = ['vmfs-01', 'vmfs-02', 'nfs-01'];
const machines = demonstrationModel.datacenters.flatMap(({ vms }) => vms);

let world: JudgingWorld;
let inventories: ProviderInventories;
let conditions: readonly Condition[];

/** Names of the machines that a condition of the plan concerns. */
function concerned(type: string): string[] {
  const items = conditions.find((condition) => condition.type === type)?.items ?? [];
  return items.map((item) => /name:'(.*)'/.exec(item)?.[1] ?? item);
}

beforeAll(async () => {
  const { clock, context } = await startVcenter();
  inventories = new ProviderInventories({ context, collect: collectHere });
  world = await JudgingWorld.create({ clock, connectors: drivers, driverContext: context, inventories });
  await world.addSecret({ user, password, insecureSkipVerify: 'true' });
  await world.addProvider({ url: 'https://vc.sandbox.test/sdk' });
  await world.addNetworkMap([
    { source: { name: 'VM Network' }, destination: { type: 'pod' } },
    { source: { name: 'Storage' }, destination: { type: 'pod' } },
    { source: { name: 'Backup' }, destination: { type: 'ignored' } },
  ]);
  await world.addStorageMap(
    datastores.map((name) => ({ source: { name }, destination: { storageClass: 'ceph-rbd' } })),
  );
  await world.addPlan({ vms: [...machines.map(({ id, name }) => ({ id, name })), { name: 'twin' }] });
  await world.untilCondition(plans, 'spring', 'SourceShapeNotSupported/NotSupported');
  const plan = await world.cluster.client.get(plans, { name: 'spring', namespace });
  conditions = plan.status?.conditions ?? [];
});
afterAll(async () => {
  await world.close();
  await inventories.close();
});

describe('a plan of every machine of a vCenter', () => {
  it('has a ready provider and ready maps', async () => {
    expect(await world.conditions(providers, 'vcenter')).toContain('Ready');
    expect(await world.conditions(networkMaps, 'networks')).toEqual(['Ready']);
  });

  it.each([
    ['DuplicateVM', ['twin']],
    ['VMMultiplePodNetworkMappings', ['db-01']],
    ['GuestToolsIssue', ['appliance (no tools)']],
    [
      'SourceShapeNotSupported',
      ['app-snapshot', 'golden-image', 'clone-01', 'vault-01', 'oracle-rac-1', 'twin', 'twin'],
    ],
    ['TargetNameNotValid', ['appliance (no tools)', 'Büro-Server 東京 & <R&D> "1/2"']],
    ['VMNotFound', []],
    ['VMCriticalConcerns', []],
    ['VMNetworksNotMapped', []],
    ['VMStorageNotMapped', []],
    ['InvalidDiskSizes', []],
  ])('%s names the machines that it concerns', (type, expected) => {
    expect(concerned(type)).toEqual(expected);
  });

  it('is ready when only machines are left that can be copied', async () => {
    const ids = ['web-01', 'win-01', 'archive-01', 'stubborn-01'];
    const vms = machines.filter(({ name }) => ids.includes(name)).map(({ id }) => ({ id }));
    await world.cluster.client.mergePatch(plans, { name: 'spring', namespace }, { spec: { vms } });
    await world.untilCondition(plans, 'spring', 'Ready');
    expect(await world.conditions(plans, 'spring')).toEqual(['Ready']);
  });
});
