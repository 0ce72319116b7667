import { afterEach, describe, expect, test } from 'vitest';
import { namespaces, resourceQuotas } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { halted } from '../testing/halted-machine.ts';
import { standing } from '../testing/left-over.ts';
import { ServicePlan, type Seeds } from '../testing/service-plan.ts';
import { ServiceWorld, serviceUser } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const limitRanges: Resource<KubeObject & { spec: unknown }> = {
  group: '',
  version: 'v1',
  plural: 'limitranges',
  kind: 'LimitRange',
  scope: 'Namespaced',
};
const namespace = 'prod';

let world: ServiceWorld;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

function quota(hard: Record<string, string>) {
  const metadata = { name: 'small', namespace };
  return () =>
    world.client.create(resourceQuotas, { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard } });
}

function limit(item: Record<string, unknown>) {
  const metadata = { name: 'narrow', namespace };
  const spec = { limits: [item] };
  return () => world.client.create(limitRanges, { apiVersion: 'v1', kind: 'LimitRange', metadata, spec });
}

/** Whoever guards the cluster's door says no to the pods of the service. */
function denied(message: string) {
  return () => {
    const match = { resource: 'pods', verb: 'create', user: serviceUser };
    world.world.cluster.faults.add({ match, action: { type: 'status', code: 403, reason: 'Forbidden', message } });
    return Promise.resolve();
  };
}

interface Case {
  readonly seeds?: Seeds;
  /** What the target cluster is like. */
  readonly given?: () => Promise<unknown>;
  readonly code: string;
  /** What happened. */
  readonly says: string;
}

describe('what the target cluster refuses costs no downtime', () => {
  test.each<[string, Case]>([
    [
      'a quota on storage',
      {
        given: quota({ 'requests.storage': '10Mi' }),
        code: 'quota-exceeded',
        says: 'has 10 MiB of requests.storage left',
      },
    ],
    ['a quota on pods', { given: quota({ pods: '0' }), code: 'quota-exceeded', says: 'exceeded quota: small' }],
    [
      'a limit range on claims',
      {
        given: limit({ type: 'PersistentVolumeClaim', max: { storage: '5Mi' } }),
        code: 'target-refused',
        says: 'maximum storage usage per PersistentVolumeClaim is 5Mi',
      },
    ],
    [
      'a limit range on containers',
      {
        given: limit({ type: 'Container', max: { memory: '16Mi' } }),
        code: 'target-refused',
        says: 'maximum memory usage per Container is 16Mi',
      },
    ],
    [
      'pod security',
      {
        given: denied('pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true'),
        code: 'pod-security',
        says: 'runAsNonRoot != true',
      },
    ],
    [
      'a right that the service lacks',
      {
        given: denied(
          'pods is forbidden: User "gantry" cannot create resource "pods" in API group "" in the namespace "prod"',
        ),
        code: 'forbidden',
        says: 'may not create pods in the namespace prod.',
      },
    ],
    [
      'a class that knows no access mode',
      { seeds: { storageClass: 'manual' }, code: 'target-refused', says: 'storage class manual names no access mode' },
    ],
  ])('%s', async (_name, { seeds, given, code, says }) => {
    world = await ServiceWorld.create();
    const plan = await ServicePlan.ready(world, seeds);
    await given?.();
    const before = await standing(world.client);
    await plan.start();
    const { status } = await plan.ended();
    const error = plan.run()?.status?.error;
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) as string });
    expect(error?.message).toMatch(/ source is not touched\. /);
    expect(status?.conditions?.[0]).toMatchObject({ type: 'Failed' });
    expect(world.world.vcenter.calls.get('ShutdownGuest')).toBeUndefined();
    expect(await standing(world.client)).toEqual(before);
  });

  test('a taken name gets a suffix where the plan gives none', async () => {
    world = await ServiceWorld.create();
    const plan = await ServicePlan.ready(world);
    await world.client.create(virtualMachines, halted('web-01'));
    await plan.start();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
    const names = (await world.client.list(virtualMachines, { namespace })).items.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['web-01', expect.stringMatching(/^web-01-[a-z0-9]{4}$/)]);
  });

  test.each<[string, Seeds]>([
    ['with conversion', {}],
    ['raw', { plan: { skipGuestConversion: true } }],
  ])('a project that enforces restricted pod security takes machines %s', async (_name, seeds) => {
    world = await ServiceWorld.create();
    const plan = await ServicePlan.ready(world, seeds);
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await world.client.mergePatch(namespaces, { name: namespace }, { metadata: { labels } });
    await plan.start();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  });
});
