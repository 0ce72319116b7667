import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../api/generated/provider.ts';
import { HttpWorld, vcenterRef } from '../../testing/http-world.ts';
import { leaves, MtvClient, type TreeNode } from '../../testing/mtv-client.ts';
import { password } from '../../testing/vcenter.ts';

let world: HttpWorld;
let client: MtvClient;
/** Path of the provider. */
let vsphere: string;

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  client = new MtvClient(world);
  const { metadata } = await world.admin.client.get(providers, vcenterRef);
  vsphere = `providers/vsphere/${metadata.uid ?? ''}`;
});
afterAll(() => world.close());

const keys = (object: object | undefined) => Object.keys(object ?? {}).sort();
const named = (list: readonly Record<string, unknown>[], name: string) => list.find((each) => each.name === name);

const collections = ['folders', 'datacenters', 'clusters', 'hosts', 'networks', 'datastores', 'vms'];

describe('collections of vSphere', () => {
  it.each(collections)('%s are listed with what all have in common, and in full', async (collection) => {
    const [short] = await client.list(`${vsphere}/${collection}`);
    const [full] = await client.list(`${vsphere}/${collection}?detail=1`);
    const common = { id: full?.id, name: full?.name, parent: full?.parent, revision: full?.revision };
    expect(short).toMatchObject({ ...common, selfLink: `${vsphere}/${collection}/${String(full?.id)}` });
    const more = keys(full).filter((key) => !['id', 'name', 'parent', 'path', 'revision', 'selfLink'].includes(key));
    expect(more.length).toBeGreaterThan(0);
    if (collection !== 'vms') expect(keys(full).length).toBeGreaterThan(keys(short).length);
    expect(await client.list(`${vsphere}/${collection}?detail=all`)).toEqual(
      await client.list(`${vsphere}/${collection}/?detail=9`),
    );
    expect(await client.read(String(short?.selfLink))).toEqual(full);
  });

  it('have the fields of MTV', async () => {
    const fields: Record<string, readonly string[]> = {
      vms: [
        'policyVersion revisionValidated isTemplate powerState connectionState host networks disks nics devices concerns',
        'uuid instanceUuid firmware secureBoot snapshot changeTrackingEnabled cpuAffinity cpuHotAddEnabled cpuCount',
        'coresPerSocket memoryMB guestName guestId hostName ipAddress storageUsed tpmEnabled guestNetworks guestDisks',
        'guestIpStacks numaNodeAffinity toolsStatus diskEnableUuid nestedHVEnabled customDef customValues tags',
      ],
      hosts: [
        'cluster status inMaintenance managementServerIp thumbprint timezone cpuSockets cpuCores memoryBytes productName',
        'productVersion networking networks datastores networkAdapters hostScsiDisks hbaDiskInfo hostScsiTopology',
        'advancedOptions managementIPs model vendor',
      ],
      clusters: ['folder networks datastores hosts dasEnabled dasVms drsEnabled drsBehavior drsVms'],
      datastores: ['type capacity free maintenance backingDevicesNames'],
      datacenters: ['datastores networks clusters vms'],
      folders: ['children'],
    };
    for (const [collection, names] of Object.entries(fields)) {
      const [full] = await client.list(`${vsphere}/${collection}?detail=all`);
      expect(keys(full)).toEqual(expect.arrayContaining(names.join(' ').split(' ')));
    }
  });

  it('list machines in full whatever is asked for, without templates', async () => {
    const vms = await client.list(`${vsphere}/vms?detail=0`);
    expect(vms).toHaveLength(14);
    expect(vms.filter(({ isTemplate }) => isTemplate)).toEqual([]);
    const web = named(vms, 'web-01');
    expect(web).toMatchObject({
      id: 'vm-1001',
      path: '/Munich/vm/Production/Web/web-01',
      snapshot: { kind: '', id: '' },
      concerns: expect.any(Array) as unknown[],
    });
    const concerns = vms.flatMap((vm) => vm.concerns as object[]);
    expect(concerns.map((concern) => Object.keys(concern).sort().join(' '))).toEqual(
      concerns.map(() => 'assessment category id label'),
    );
    expect(named(vms, 'db-01')).toMatchObject({
      tags: [
        { name: 'Nightly', category: 'Backup' },
        { name: 'Gold', category: 'Tier' },
      ],
      customDef: expect.arrayContaining([{ key: 101, name: 'Owner' }]) as unknown[],
      customValues: expect.arrayContaining([{ key: 101, value: 'Database team' }]) as unknown[],
    });
    const [template] = world.source.vcenter.machines.all().filter((machine) => machine.template);
    expect(await client.read(`${vsphere}/vms/${template?.id ?? ''}`)).toMatchObject({ isTemplate: true });
  });

  it('tell the adapters of a host, the fastest first', async () => {
    const hosts = await client.list(`${vsphere}/hosts?detail=1&name=esx-01.sandbox.test`);
    expect(hosts).toHaveLength(1);
    const adapters = hosts[0]?.networkAdapters as { name: string; ipAddress: string; linkSpeed: number; mtu: number }[];
    expect(adapters.length).toBeGreaterThan(0);
    expect(adapters.map(({ linkSpeed }) => linkSpeed)).toEqual(
      adapters.map(({ linkSpeed }) => linkSpeed).toSorted((a, b) => b - a),
    );
    expect(adapters[0]).toMatchObject({ ipAddress: expect.stringMatching(/^\d+\./) as string });
    expect(adapters[0]?.name).not.toBe('');
  });

  it.each([
    ['vms', 'name=web-01', ['web-01']],
    ['vms', 'name=WEB-01', []],
    ['vms', 'name=twin', ['twin', 'twin']],
    ['vms', 'name=Blue/twin', ['twin']],
    ['vms', 'name=/Munich/vm/Test/Green/twin', ['twin']],
    ['vms', 'name=ue/twin', []],
    ['hosts', 'name=/Munich/esx-02.sandbox.test', ['esx-02.sandbox.test']],
    ['hosts', 'name=/Elsewhere/esx-02.sandbox.test', []],
    ['datastores', 'name=nfs-01&limit=0', []],
    ['datastores', 'name=nfs-01&offset=1', []],
  ])('%s with %s are %j', async (collection, query, expected) => {
    const found = await client.list(`${vsphere}/${collection}?${query}`);
    expect(found.map(({ name }) => name)).toEqual(expected);
  });

  it('expand a machine by host and cluster', async () => {
    const workload = await client.read(`${vsphere}/workloads/vm-1001`);
    expect(workload).toMatchObject({
      id: 'vm-1001',
      selfLink: `${vsphere}/workloads/vm-1001`,
      host: {
        name: 'esx-01.sandbox.test',
        networkAdapters: expect.any(Array) as unknown[],
        cluster: { name: 'Cluster-A' },
      },
    });
    expect((await client.ask(`${vsphere}/workloads`)).status).toBe(404);
  });
});

describe('trees of vSphere', () => {
  it('of machines follow the folders', async () => {
    const tree = await client.read<TreeNode>(`${vsphere}/tree/vm`);
    expect(tree).toMatchObject({
      kind: '',
      object: null,
      children: [{ kind: 'Datacenter', object: { name: 'Munich' } }],
    });
    expect(leaves(tree)).toContain('/Munich/Production/Web/web-01');
    const machines = leaves(tree).filter((path) => /\/(web|db|twin)[^/]*$/.test(path));
    expect(machines.length).toBeGreaterThan(3);
  });

  it('of hosts have clusters, hosts and the machines on them, in the detail asked for', async () => {
    const tree = await client.read<TreeNode>(`${vsphere}/tree/host?detail=1`);
    expect(leaves(tree)).toContain('/Munich/Cluster-A/esx-01.sandbox.test/web-01');
    const cluster = tree.children?.[0]?.children?.[0];
    const machine = cluster?.children?.[0]?.children?.[0];
    expect(cluster).toMatchObject({ kind: 'Cluster', object: { dasEnabled: true } });
    expect(keys(machine?.object ?? {})).toEqual(
      ['id name parent path revision selfLink', 'revisionValidated isTemplate powerState host networks disks concerns']
        .join(' ')
        .split(' ')
        .sort(),
    );
    const short = await client.read<TreeNode>(`${vsphere}/tree/host`);
    expect(short.children?.[0]?.children?.[0]?.object).not.toHaveProperty('dasEnabled');
  });
});

it('no secret is told in any of it', () => {
  expect(world.answers.length).toBeGreaterThan(10);
  expect(world.answers.filter((text) => text.includes(password))).toEqual([]);
});
