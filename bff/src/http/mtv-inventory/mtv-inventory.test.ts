import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../api/generated/provider.ts';
import { storageProfiles } from '../../api/kinds/cdi.ts';
import { configMaps } from '../../api/kinds/core.ts';
import { provisionersConfigMap, provisionersKey } from '../../migration/own-provisioners.ts';
import { virtualMachineInstances, virtualMachines } from '../../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import type { ObjectMeta } from '../../api/resource.ts';
import { HttpWorld, hostRef, project, vcenterRef } from '../../testing/http-world.ts';
import { leaves, MtvClient, type TreeNode } from '../../testing/mtv-client.ts';
import { clusterKinds } from './openshift-kinds.ts';

const apiVersion = 'forklift.konveyor.io/v1beta1';

let world: HttpWorld;
let client: MtvClient;
/** Paths of the providers. */
let vsphere: string;
let host: string;
let own: string;

const vm = (namespace: string, name: string) => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { namespace, name },
  spec: { runStrategy: 'Halted' as const, template: { spec: { domain: { devices: {} } } } },
});
const sizes: Readonly<Record<string, { readonly metadata: ObjectMeta; readonly spec: object }>> = {
  clusterinstancetypes: { metadata: { name: 'u1.small' }, spec: { cpu: { guest: 1 }, memory: { guest: '2Gi' } } },
  preferences: { metadata: { namespace: 'prod', name: 'rhel.9' }, spec: {} },
};
const nad = (namespace: string, name: string, config: object) => ({
  apiVersion: 'k8s.cni.cncf.io/v1',
  kind: 'NetworkAttachmentDefinition',
  metadata: { namespace, name },
  spec: { config: JSON.stringify(config) },
});

beforeAll(async () => {
  world = await HttpWorld.create();
  await world.addProviders();
  const { client: kube } = world.admin;
  await kube.create(virtualMachines, vm('prod', 'db-01'));
  await kube.create(virtualMachines, vm(project, 'app-01'));
  const { spec } = vm('', '').spec.template;
  const metadata = { namespace: 'prod', name: 'db-01' };
  await kube.create(virtualMachineInstances, {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    metadata,
    spec,
  });
  for (const { collection, resource } of clusterKinds) {
    const made = sizes[collection];
    if (made !== undefined)
      await kube.create(resource, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: resource.kind, ...made });
  }
  await kube.create(networkAttachmentDefinitions, nad('prod', 'vlan-30', { type: 'bridge' }));
  await kube.create(networkAttachmentDefinitions, nad('prod', 'udn', { topology: 'layer2', role: 'primary' }));
  const made = await kube.create(providers, {
    apiVersion,
    kind: 'Provider',
    metadata: { namespace: project, name: 'own' },
    spec: { type: 'openshift', url: '', secret: {} },
  });
  await world.settle();
  client = new MtvClient(world);
  const uid = async (key: typeof hostRef) => (await kube.get(providers, key)).metadata.uid ?? '';
  vsphere = `providers/vsphere/${await uid(vcenterRef)}`;
  host = `providers/openshift/${await uid(hostRef)}`;
  own = `providers/openshift/${made.metadata.uid ?? ''}`;
});
afterAll(() => world.close());

const keys = (object: object | undefined) => Object.keys(object ?? {}).sort();
const named = (list: readonly Record<string, unknown>[], name: string) => list.find((each) => each.name === name);

describe('providers', () => {
  it('are listed by type', async () => {
    const all = await client.read<Record<string, Record<string, unknown>[]>>('providers');
    expect(keys(all)).toEqual(['ec2', 'hyperv', 'nutanix', 'openshift', 'openstack', 'ova', 'ovirt', 'vsphere'].sort());
    expect(all.openshift?.map(({ name }) => name).sort()).toEqual(['host', 'own']);
    expect(all.ovirt).toEqual([]);
    const [short] = all.vsphere ?? [];
    expect(short).toMatchObject({ name: 'vcenter', namespace: project, selfLink: vsphere });
    expect(keys(short)).toEqual(['id', 'name', 'namespace', 'selfLink', 'uid', 'version']);
  });

  it('are told with what they hold, one by one and in lists with detail', async () => {
    const one = await client.read(vsphere);
    expect(one).toMatchObject({
      type: 'vsphere',
      object: { kind: 'Provider', spec: { type: 'vsphere' } },
      datacenterCount: 1,
      clusterCount: 1,
      hostCount: 3,
      vmCount: 14,
      networkCount: 6,
      datastoreCount: 3,
      apiVersion: '8.0.2.0',
      instanceUuid: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
    expect(one.id).toBe(one.uid);
    expect(await client.list('providers/vsphere?detail=1')).toEqual([one]);
    expect(await client.read(host)).toMatchObject({ vmCount: 2, networkCount: 2, storageClassCount: 1 });
  });

  it('are found by name and namespace, and paged', async () => {
    const names = async (query: string) =>
      (await client.list(`providers/openshift?${query}`)).map(({ name }) => String(name)).sort();
    expect(await names('name=own')).toEqual(['own']);
    expect(await names('namespace=gantry')).toEqual(['host']);
    expect(await names('limit=1')).toHaveLength(1);
    expect(await names('offset=2')).toEqual([]);
  });

  it('have a schema of paths', async () => {
    const { paths } = await client.read<{ paths: string[] }>('schema', { as: 'nobody' });
    expect(paths).toContain('/providers/:type/:uid/:collection');
  });
});

describe('collections of a cluster', () => {
  it.each(clusterKinds.map(({ collection }) => collection))('%s are listed', async (collection) => {
    const all = await client.list(`${host}/${collection}?detail=all`);
    expect(all).toEqual(await client.list(`${host}/${collection}?detail=1`));
    for (const each of all) {
      const { object, ...entry } = each as { object: { metadata: { uid: string } } } & Record<string, unknown>;
      expect(entry).toMatchObject({ uid: object.metadata.uid, id: object.metadata.uid });
      expect(entry.selfLink).toBe(`${host}/${collection}/${object.metadata.uid}`);
      expect(await client.read(String(entry.selfLink))).toEqual(each);
    }
  });

  it('tell machine sizes and preferences, and nothing of kinds that the cluster does not know', async () => {
    const names = async (collection: string) => (await client.list(`${host}/${collection}`)).map(({ name }) => name);
    expect(await names('clusterinstancetypes')).toEqual(['u1.small']);
    expect(await names('preferences')).toEqual(['rhel.9']);
    expect(await names('userdefinednetworks')).toEqual([]);
  });

  it('have their objects at detail only', async () => {
    const [short] = await client.list(`${host}/storageclasses`);
    expect(keys(short)).toEqual(['id', 'name', 'namespace', 'path', 'selfLink', 'uid', 'version']);
    const [full] = await client.list(`${host}/storageclasses?detail=1`);
    expect(full).toMatchObject({ name: 'ceph-rbd', object: { provisioner: 'sandbox.gantry.dev/block' } });
  });

  it('show storage classes with the modes of their volumes', async () => {
    const modes = async () => named(await client.list(`${host}/storageclasses?detail=1`), 'ceph-rbd')?.modes;
    expect(await modes()).toMatchObject({ volumeMode: 'Filesystem', decidedBy: 'Default' });
    const { client: kube } = world.admin;
    const told = { provisioner: 'sandbox.gantry.dev/block', volumeMode: 'Block', accessModes: ['ReadWriteOnce'] };
    await kube.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'gantry', name: provisionersConfigMap },
      data: { [provisionersKey]: JSON.stringify([told]) },
    });
    expect(await modes()).toMatchObject({
      volumeMode: 'Block',
      accessModes: ['ReadWriteOnce'],
      decidedBy: 'Administrator',
    });
    const metadata = { name: 'ceph-rbd' };
    await kube.create(storageProfiles, {
      apiVersion: 'cdi.kubevirt.io/v1beta1',
      kind: 'StorageProfile',
      metadata,
      spec: {},
    });
    const claimPropertySets = [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }];
    await kube.mergePatch(storageProfiles, metadata, { status: { claimPropertySets } }, { subresource: 'status' });
    expect(await modes()).toEqual({
      volumeMode: 'Block',
      accessModes: ['ReadWriteMany'],
      decidedBy: 'StorageProfile',
      cost: '',
    });
  });

  it('show machines with their instance', async () => {
    const vms = await client.list(`${host}/vms?detail=1`);
    expect(named(vms, 'db-01')).toMatchObject({
      path: 'prod/db-01',
      instance: { kind: 'VirtualMachineInstance', metadata: { name: 'db-01' } },
    });
    expect(named(vms, 'app-01')).not.toHaveProperty('instance');
    expect((await client.list(`${host}/vms?namespace=prod`)).map(({ name }) => name)).toEqual(['db-01']);
  });

  it('hide networks that pods have by living in a namespace', async () => {
    const networks = await client.list(`${host}/networkattachmentdefinitions`);
    expect(networks.map(({ name }) => name)).toEqual(['vlan-30']);
  });

  it('of a provider outside the namespace of the service are those of its namespace', async () => {
    expect((await client.list(`${own}/vms`)).map(({ name }) => name)).toEqual(['app-01']);
    expect((await client.list(`${own}/namespaces`)).map(({ name }) => name)).toEqual([project]);
    expect(await client.list(`${own}/networkattachmentdefinitions`)).toEqual([]);
    expect(await client.list(`${own}/storageclasses`)).toHaveLength(1);
  });

  it('have a tree of namespaces with machines', async () => {
    const tree = await client.read<TreeNode>(`${host}/tree/namespace`);
    expect(leaves(tree).sort()).toEqual(['/migrations/app-01', '/prod/db-01']);
    expect(tree.children?.[0]).toMatchObject({ kind: 'Namespace', children: [{ kind: 'VM' }] });
  });
});

describe('who may read', () => {
  const refusals = { 200: /^$/, 401: /token|bearer/, 403: /vic|olga|sam/ } as const;
  it.each([
    ['nobody', 'providers', 401],
    ['stranger', 'providers', 401],
    ['sam', 'providers', 403],
    ['olga', 'providers', 403],
    ['olga', `providers?namespace=${project}`, 200],
    ['vic', `providers/vsphere?namespace=${project}`, 200],
    ['vic', 'providers/vsphere?namespace=prod', 403],
    ['nobody', 'VSPHERE', 401],
    ['sam', 'VSPHERE', 403],
    ['sam', 'VSPHERE/vms', 403],
    ['sam', 'VSPHERE/vms/vm-1001', 403],
    ['sam', 'VSPHERE/tree/vm', 403],
    ['vic', 'VSPHERE/vms/vm-1001', 200],
    ['vic', 'VSPHERE/tree/host', 200],
    ['vic', 'HOST/namespaces', 403],
    // Sees the provider, and of the cluster only what is theirs.
    ['olga', 'HOST', 200],
    ['olga', 'HOST/vms', 403],
    ['olga', 'HOST/storageclasses', 403],
    ['olga', 'OWN/namespaces', 200],
  ] as const)('%s reads %s: %i', async (as, path, status) => {
    const at = path.replace('VSPHERE', vsphere).replace('HOST', host).replace('OWN', own);
    const answer = await client.ask(at, { as });
    expect(answer.status).toBe(status);
    const message = answer.headers.get('forklift-error-message') ?? '';
    expect(message).toMatch(refusals[status]);
    if (status !== 200) expect(answer.text).toBe('');
  });

  it('is told in no token', () => {
    world.expectNothingOf(['token-of-a-stranger', 'correct & <horse>']);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['VSPHERE/vms/vm-9', 404],
    ['VSPHERE/passwords', 404],
    ['VSPHERE/constructor', 404],
    ['VSPHERE/tree/constructor', 404],
    ['VSPHERE/tree/namespace', 404],
    ['HOST/vms/none', 404],
    ['providers/nothing', 404],
    ['VSPHERE/vms?detail=much', 400],
    ['VSPHERE/vms?limit=-1', 400],
    ['VSPHERE?offset=x', 400],
    ['VSPHERE/vms/%E0%A4%A', 400],
    ['providers?limit=1.5', 400],
  ])('%s is %i', async (path, status) => {
    const answer = await client.ask(path.replace('VSPHERE', vsphere).replace('HOST', host));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-reason')).toBeNull();
  });

  it.each([
    'providers/vsphere/none',
    'providers/vsphere/none/vms',
    'providers/openshift/none',
    'providers/ovirt/none/vms',
  ])('%s is not known at all', async (path) => {
    const { status, headers } = await client.ask(path);
    expect({ status, reason: headers.get('x-reason') }).toEqual({ status: 404, reason: 'ProviderNotFound' });
  });

  it('a provider under another type is not known', async () => {
    const { status, headers } = await client.ask(vsphere.replace('vsphere', 'openshift'));
    expect({ status, reason: headers.get('x-reason') }).toEqual({ status: 404, reason: 'ProviderNotFound' });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not supported', async (method) => {
    expect((await client.ask(`${vsphere}/vms`, { method })).status).toBe(405);
  });
});
