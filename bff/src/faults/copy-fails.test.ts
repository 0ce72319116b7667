import { classParameters } from '@gantry/sandbox/operators/storage/storage-classes.ts';
import { firstDifference } from '@gantry/sandbox/operators/testing/bench.ts';
import { diskContent } from '@gantry/sandbox/seeds/disk-content.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { dataVolumes } from '../api/kinds/cdi.ts';
import { persistentVolumeClaims, pods, storageClasses } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import type { Resource } from '../api/resource.ts';
import { standing } from '../testing/left-over.ts';
import { ServicePlan, type Seeds } from '../testing/service-plan.ts';
import { ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;
const namespace = 'prod';

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const raw: Seeds = { plan: { skipGuestConversion: true } };
const slow: ServiceWorldOptions = { timings: { copyBytesPerSecond: mebibyte / 8, inspectMs: 10_000 } };

/** A class whose provisioner does that; the profile is that of ceph-rbd. */
async function badClass(provisioning: string): Promise<void> {
  const like = await world.client.get(storageClasses, { name: 'ceph-rbd' });
  await world.client.create(storageClasses, {
    ...like,
    metadata: { name: 'bad' },
    parameters: { [classParameters.provisioning]: provisioning },
  });
}

/** The guest of the first machine is another one. */
function guest(change: { readonly os: boolean; readonly free?: number }) {
  return () => {
    world.world.vcenter.machines.change('vm-1', (vm) => {
      vm.disks = vm.disks.map((disk) => {
        const { guest: system, ...content } = disk.content ?? { guest: undefined };
        const free = { ...system, freeSpace: { '/': change.free ?? 0 } };
        return { ...disk, content: change.os ? { ...content, guest: free } : content } as typeof disk;
      });
    });
    return Promise.resolve();
  };
}

const readsFail = (times: number) => () => {
  world.world.vcenter.faults.add({ method: 'GetFile', times, action: { kind: 'status', status: 500 } });
  return Promise.resolve();
};

interface Case {
  readonly seeds?: Seeds;
  readonly options?: ServiceWorldOptions;
  readonly given: () => Promise<unknown>;
  readonly code: string;
  readonly says: string;
}

describe('a copy that fails leaves the source running', () => {
  test.each<[string, Case]>([
    [
      'a claim that is never bound',
      {
        seeds: { storageClass: 'bad' },
        given: () => badClass('never'),
        code: 'volume-not-bound',
        says: 'waited 10 min for a volume of class bad',
      },
    ],
    [
      'a claim that is never bound, raw',
      {
        seeds: { ...raw, storageClass: 'bad' },
        given: () => badClass('never'),
        code: 'volume-not-bound',
        says: 'waited 10 min for a volume of class bad',
      },
    ],
    [
      'an importer that fails again and again',
      { seeds: raw, given: readsFail(10_000), code: 'importer-failing', says: 'failed 4 times' },
    ],
    [
      'a VDDK image that cannot be pulled',
      {
        seeds: { ...raw, provider: { settings: { vddkInitImage: 'registry.invalid/vddk:8' } } },
        given: () => Promise.resolve(),
        code: 'importer-pending',
        says: 'Back-off pulling image "registry.invalid/vddk:8"',
      },
    ],
    [
      'a conversion image that cannot be pulled',
      {
        options: { settings: { virtV2vImage: 'registry.invalid/virt-v2v:1' } },
        given: () => Promise.resolve(),
        code: 'conversion-pending',
        says: 'Back-off pulling image "registry.invalid/virt-v2v:1"',
      },
    ],
    [
      'no operating system on the disks',
      { given: guest({ os: false }), code: 'conversion-failed', says: 'no operating system was found' },
    ],
    [
      'a full guest',
      { given: guest({ os: true, free: 60e6 }), code: 'conversion-failed', says: 'not enough free space' },
    ],
    [
      'a conversion that cannot read a disk',
      { given: readsFail(10_000), code: 'conversion-failed', says: 'web-01 failed: ' },
    ],
    [
      'a copy that stands still',
      {
        seeds: raw,
        options: { settings: { importerRetries: 100 } },
        given: readsFail(10_000),
        code: 'copy-stalled',
        says: 'moved no data for 30 min',
      },
    ],
  ])('%s', async (_name, { seeds = {}, options, given, code, says }) => {
    world = await ServiceWorld.create(options);
    await given();
    plan = await ServicePlan.started(world, seeds);
    await plan.ended();
    const status = plan.run()?.status;
    expect(plan.results()).toEqual({ 'vm-1': `Failed ${code}` });
    expect(status?.error?.message).toContain(says);
    expect(status?.error?.message).toMatch(/recorded power state (of the source )?is restored/);
    expect(world.world.vcenter.calls.get('PowerOnVM_Task')).toBe(1);
    await plan.edit({ archived: true });
    await world.until(async () => (await standing(world.client)).length === 0, 'nothing is left', 120_000);
  });

  test('of a pod that failed the last lines are kept', async () => {
    world = await ServiceWorld.create();
    await guest({ os: false })();
    plan = await ServicePlan.started(world);
    await plan.ended();
    expect(plan.run()?.status?.podLog).toContain('no operating system was found');
  });
});

describe('what heals by itself ends no run', () => {
  test.each<[string, Seeds, () => Promise<unknown>]>([
    ['an importer that fails three times', raw, readsFail(3)],
    ['a slow class', { storageClass: 'bad' }, () => badClass('slow')],
  ])('%s', async (_name, seeds, given) => {
    world = await ServiceWorld.create();
    await given();
    plan = await ServicePlan.started(world, seeds);
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  });
});

test('volumes of a dead conversion are never converted again: a retry makes its own', async () => {
  world = await ServiceWorld.create(slow);
  plan = await ServicePlan.started(world);
  await plan.untilPhase('CopyDisksVirtV2V');
  const before = (await world.client.list(dataVolumes, { namespace })).items.map(({ metadata }) => metadata.uid);
  const [pod] = (await world.client.list(pods, { namespace })).items;
  await world.client.delete(pods, { namespace, name: pod?.metadata.name ?? '' });
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Failed conversion-failed' });
  // The guest boots.
  await world.pass(30_000);
  await plan.start('two');
  await plan.ended('two');
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  const after = (await world.client.list(dataVolumes, { namespace })).items.map(({ metadata }) => metadata.uid);
  expect(after).toHaveLength(2);
  expect(after.filter((uid) => before.includes(uid))).toEqual([]);
});

test.each<[string, Seeds, string, Resource]>([
  ['a volume while CDI fills it', raw, 'CopyDisks', dataVolumes],
  ['a volume while virt-v2v fills it', {}, 'CopyDisksVirtV2V', dataVolumes],
  ['a claim while virt-v2v fills it', {}, 'CopyDisksVirtV2V', persistentVolumeClaims],
])('somebody removes %s: the machine fails and a retry migrates it', async (_name, seeds, phase, resource) => {
  world = await ServiceWorld.create(slow);
  plan = await ServicePlan.started(world, seeds);
  await plan.untilPhase(phase);
  await world.pass(3_000);
  const { items } = await world.client.list(resource, { namespace });
  const own = items.find(({ metadata }) => metadata.name.startsWith('spring-web-01'));
  await world.client.delete(resource, { namespace, name: own?.metadata.name ?? '' });
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Failed volume-failed' });
  expect(plan.run()?.status?.error?.message).toContain('removed by someone else');
  await world.pass(30_000);
  await plan.start('two');
  await plan.ended('two');
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
});

test('somebody removes a claim while CDI fills it: CDI makes it again, with all its bytes', async () => {
  world = await ServiceWorld.create(slow);
  plan = await ServicePlan.started(world, raw);
  await plan.untilPhase('CopyDisks');
  await world.pass(3_000);
  const { items } = await world.client.list(persistentVolumeClaims, { namespace });
  const names = items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('spring-web-01'));
  await world.client.delete(persistentVolumeClaims, { namespace, name: names[0] ?? '' });
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  const { disks } = world.world.vcenter.machines.get('vm-1');
  const claims = (await world.client.get(virtualMachines, { namespace, name: 'web-01' })).spec.template.spec.volumes;
  for (const [index, { content }] of disks.entries()) {
    const file = await world.world.fileOf(namespace, claims?.[index]?.persistentVolumeClaim?.claimName ?? '');
    expect(content && (await firstDifference(file, diskContent(content)))).toBe(-1);
  }
});
