import { afterEach, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { configMaps, pods, secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { networkAttachmentDefinitions } from '../api/kinds/network.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

const namespace = 'migrations';
const annotation = 'k8s.v1.cni.cncf.io/networks';
const network = '[{"name":"fast","namespace":"default","default-route":["10.9.0.1"]}]';
const transferNetwork = { name: 'fast', namespace: 'default' };

async function start(plan: Partial<PlanSpec>): Promise<void> {
  engine = await EngineOnSandbox.create({});
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
