import { firstDifference, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { diskContent } from '@gantry/sandbox/seeds/disk-content.ts';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PlanSpec } from '../api/generated/plan.ts';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { configMaps, namespaces, persistentVolumeClaims, pods, secrets } from '../api/kinds/core.ts';
import { clusterInstanceTypes, clusterPreferences } from '../api/kinds/instancetype.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../api/kinds/network.ts';
import { EngineOnSandbox, type EngineOnSandboxOptions } from '../testing/engine-on-sandbox.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

const namespace = 'migrations';
const annotation = 'k8s.v1.cni.cncf.io/networks';
const network = '[{"name":"fast","namespace":"default","default-route":["10.9.0.1"]}]';
const transferNetwork = { name: 'fast', namespace: 'default' };

async function start(plan: Partial<PlanSpec>, options: EngineOnSandboxOptions = {}): Promise<void> {
  engine = await EngineOnSandbox.create(options);
  const { client } = engine;
  await client.create(networkAttachmentDefinitions, {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { ...transferNetwork, annotations: { 'forklift.konveyor.io/route': '10.9.0.1' } },
    spec: { config: '{}' },
  });
  const data = { one: Buffer.from('hunter22').toString('base64') };
  await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace }, data });
  await client.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'scripts', namespace },
    data: { '1_linux_run_a.sh': 'echo a' },
  });
  await engine.migrate(plan);
}

async function succeeded(): Promise<void> {
  const { status } = await engine.ended();
  expect((await engine.run())?.status?.error).toBeUndefined();
  expect(status?.conditions?.map(({ type }) => type)).toEqual(['Succeeded']);
}

test('a conversion with everything that a plan can ask for', async () => {
  await start({
    transferNetwork,
    customizationScripts: { name: 'scripts' },
    conversionTempStorageClass: 'ceph-rbd',
    conversionTempStorageSize: '1Gi',
    installLegacyDrivers: true,
    targetLabels: { team: 'a' },
    vms: [{ id: 'vm-1', luks: { name: 'keys' } }],
  });
  await succeeded();
  const { items } = await engine.client.list(pods, { namespace: 'prod', labelSelector: 'forklift.app=virt-v2v' });
  expect(items.map(({ metadata }) => metadata.annotations?.[annotation])).toEqual([network]);
  expect((await engine.client.list(secrets, { namespace: 'prod' })).items).toEqual([]);
  const [machine] = (await engine.client.list(virtualMachines)).items;
  expect(machine?.spec.template.metadata?.labels).toMatchObject({ team: 'a' });
});

test('a machine gets its instance type, the preference of its guest and a user-defined network', async () => {
  engine = await EngineOnSandbox.create();
  const { client } = engine;
  const apiVersion = 'instancetype.kubevirt.io/v1beta1';
  await client.create(clusterInstanceTypes, {
    apiVersion,
    kind: clusterInstanceTypes.kind,
    metadata: { name: 'u1.medium' },
    spec: { cpu: { guest: 1 }, memory: { guest: '4Gi' } },
  });
  await client.create(clusterPreferences, {
    apiVersion,
    kind: clusterPreferences.kind,
    metadata: { name: 'rhel.9' },
    spec: { requirements: { cpu: { guest: 1 }, memory: { guest: '1536Mi' } } },
  });
  const labels = { 'k8s.ovn.org/primary-user-defined-network': '' };
  const prod = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels } };
  if ((await client.find(namespaces, { name: 'prod' })) === undefined) await client.create(namespaces, prod);
  else await client.mergePatch(namespaces, { name: 'prod' }, { metadata: { labels } });
  await client.create(networkAttachmentDefinitions, {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'primary', namespace: 'prod' },
    spec: { config: JSON.stringify({ role: 'primary', topology: 'layer2', subnets: '10.0.0.0/8' }) },
  });
  await engine.migrate({ vms: [{ id: 'vm-1', instanceType: 'u1.medium' }] });
  await succeeded();
  const [machine] = (await client.list(virtualMachines)).items;
  expect(machine?.spec).toMatchObject({
    instancetype: { kind: 'VirtualMachineClusterInstancetype', name: 'u1.medium' },
    preference: { kind: 'VirtualMachineClusterPreference', name: 'rhel.9' },
  });
  const { domain } = machine?.spec.template.spec ?? {};
  expect(domain).not.toHaveProperty('memory');
  expect(domain?.devices.interfaces?.map(({ binding }) => binding?.name)).toEqual(['l2bridge']);
  const [pod] = (await client.list(pods, { namespace: 'prod', labelSelector: 'forklift.app=virt-v2v' })).items;
  expect(parse(pod?.metadata.annotations?.['k8s.ovn.org/open-default-ports'] ?? '')).toEqual([
    { protocol: 'tcp', port: 2112 },
    { protocol: 'tcp', port: 8080 },
  ]);
});

test('importers take the transfer network', async () => {
  await start({ transferNetwork, skipGuestConversion: true });
  const seen = new Set<string>();
  const imported = async () => {
    for (const { metadata } of (await engine.client.list(pods, { namespace: 'prod' })).items)
      if (metadata.name.startsWith('importer')) seen.add(metadata.annotations?.[annotation] ?? 'none');
    return seen.size > 0;
  };
  await engine.world.clock.until(imported, 600_000, 'an importer');
  await succeeded();
  expect([...seen]).toEqual([network]);
  const volumes = (await engine.client.list(dataVolumes, { namespace: 'prod' })).items;
  expect(volumes.map(({ metadata }) => metadata.annotations?.[annotation])).toEqual([network, network]);
});

test('a shared disk is brought with its bytes, and its claim can be found by who shares it', async () => {
  const [own] = smallMachine.disks ?? [];
  if (own === undefined) throw new Error('The machine has no disk.');
  const common = { ...own, sharing: 'sharingMultiWriter' as const };
  const rac = { ...smallMachine, disks: [own, common] };
  const other = {
    ...rac,
    id: 'vm-2',
    name: 'rac-2',
    folder: 'B',
    disks: [own, { ...common, of: { vm: 'web-01', disk: 1 } }],
  };
  await start({ skipGuestConversion: true }, { vms: [rac, other] });
  await succeeded();
  const { items } = await engine.client.list(persistentVolumeClaims, {
    namespace: 'prod',
    labelSelector: 'shareable=true',
  });
  const machine = engine.world.vcenter.machines.get('vm-1');
  const spec = machine.disks[1]?.content;
  if (spec === undefined) throw new Error('There is no content.');
  const claims = items.filter(({ metadata }) => !metadata.name.startsWith('prime'));
  expect(claims.map(({ metadata }) => metadata.annotations?.['forklift.konveyor.io/disk-source'])).toEqual([
    expect.stringContaining('web-01_1.vmdk'),
  ]);
  const file = await engine.world.fileOf('prod', claims[0]?.metadata.name ?? '');
  expect(await firstDifference(file, diskContent(spec), [])).toBe(-1);
});
