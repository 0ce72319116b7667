import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { namespaces } from '../../api/kinds/core.ts';
import {
  clusterInstanceTypes,
  clusterPreferences,
  instanceTypes,
  preferences,
  type InstanceType,
} from '../../api/kinds/instancetype.ts';
import { networkAttachmentDefinitions } from '../../api/kinds/network.ts';
import { ApiError } from '../../kube/api-error.ts';
import { MemoryClient } from '../../testing/memory-client.ts';
import { plan } from '../../testing/plan-scope.ts';
import { readPlace } from './target-place.ts';

const apiVersion = 'instancetype.kubevirt.io/v1beta1';
const size = (cpus: number, memory: string): InstanceType['spec'] => ({
  cpu: { guest: cpus },
  memory: { guest: memory },
});

async function cluster(): Promise<MemoryClient> {
  const client = new MemoryClient(new VirtualClock());
  const own = { namespace: 'prod' };
  await client.create(clusterInstanceTypes, { apiVersion, kind: 'a', metadata: { name: 'u1' }, spec: size(1, '2Gi') });
  await client.create(clusterInstanceTypes, {
    apiVersion,
    kind: 'a',
    metadata: { name: 'both' },
    spec: size(1, '2Gi'),
  });
  await client.create(instanceTypes, {
    apiVersion,
    kind: 'a',
    metadata: { name: 'both', ...own },
    spec: size(4, '8Gi'),
  });
  const requirements = size(1, '512Mi');
  await client.create(clusterPreferences, {
    apiVersion,
    kind: 'b',
    metadata: { name: 'rhel.9' },
    spec: { requirements },
  });
  await client.create(preferences, { apiVersion, kind: 'b', metadata: { name: 'rhel.9', ...own } });
  await client.create(clusterPreferences, { apiVersion, kind: 'b', metadata: { name: 'debian' } });
  await client.create(networkAttachmentDefinitions, {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'fast', ...own, annotations: { 'forklift.konveyor.io/route': 'none' } },
  });
  return client;
}

const source = { uid: 'vcenter-uid' };
const read = async (spec: Partial<PlanSpec> = {}) => readPlace(await cluster(), plan(spec), source);

test('instance types are those that entries name, of the namespace before those of the cluster', async () => {
  const vms = ['u1', 'both', 'gone', 'u1'].map((instanceType) => ({ id: 'x', instanceType }));
  expect([...(await read({ vms })).instanceTypes.values()]).toEqual([
    { kind: 'VirtualMachineClusterInstancetype', name: 'u1', cpus: 1, memoryBytes: 2 ** 31 },
    { kind: 'VirtualMachineInstancetype', name: 'both', cpus: 4, memoryBytes: 2 ** 33 },
  ]);
});

test('preferences are all of them, of the namespace before those of the cluster', async () => {
  expect(Object.fromEntries((await read()).preferences)).toEqual({
    'rhel.9': { kind: 'VirtualMachinePreference', name: 'rhel.9' },
    debian: { kind: 'VirtualMachineClusterPreference', name: 'debian' },
  });
});

test.each<[string, Partial<PlanSpec>, boolean]>([
  ['is found in the namespace that it names', { transferNetwork: { name: 'fast', namespace: 'prod' } }, true],
  ['is found in the target namespace where it names none', { transferNetwork: { name: 'fast' } }, true],
  ['is missing', { transferNetwork: { name: 'slow' } }, false],
])('a transfer network %s', async (_name, spec, exists) => {
  const { podAnnotations, problem } = await read(spec);
  expect(podAnnotations).toEqual(
    exists ? { 'k8s.v1.cni.cncf.io/networks': '[{"name":"fast","namespace":"prod"}]' } : {},
  );
  expect(problem).toBe(exists ? undefined : 'the transfer network prod/slow does not exist');
});

test('an account that may read nothing of it has a place without any', async () => {
  const barred = () => Promise.reject(new ApiError({ status: 403, reason: 'Forbidden', message: 'no' }));
  const client = Object.assign(await cluster(), { find: barred, list: barred });
  const place = await readPlace(
    client,
    plan({ migrateSharedDisks: false, vms: [{ id: 'x', instanceType: 'u1' }] }),
    source,
  );
  expect(place).toEqual({
    instanceTypes: new Map(),
    preferences: new Map(),
    sharedClaims: new Map(),
    podAnnotations: {},
  });
});

test.each([
  ['layer2', undefined],
  ['layer3', 'the network of the target project is of layer 3, where machines cannot be'],
])('a namespace with a network of %s', async (topology, problem) => {
  const client = await cluster();
  const labels = { 'k8s.ovn.org/primary-user-defined-network': '' };
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels } });
  await client.create(networkAttachmentDefinitions, {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'primary', namespace: 'prod' },
    spec: { config: JSON.stringify({ role: 'primary', topology, subnets: '10.0.0.0/8' }) },
  });
  const place = await readPlace(client, plan(), source);
  expect(place.primaryNetwork).toEqual({ topology, subnets: ['10.0.0.0/8'] });
  expect(place.problem).toBe(problem);
});
