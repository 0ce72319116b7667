import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../api/generated/migration.ts';
import { networkMaps } from '../api/generated/network-map.ts';
import { plans } from '../api/generated/plan.ts';
import { providers } from '../api/generated/provider.ts';
import { storageMaps } from '../api/generated/storage-map.ts';
import { virtualMachineMigrations } from '../api/generated/virtual-machine-migration.ts';
import { persistentVolumeClaims, secrets } from '../api/kinds/core.ts';
import { virtualMachineInstances } from '../api/kinds/kubevirt.ts';
import { standing } from '../testing/left-over.ts';
import { namespace, ServicePlan, spring, vcenter, type Seeds } from '../testing/service-plan.ts';
import { machine, ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const slow: ServiceWorldOptions['timings'] = { copyBytesPerSecond: mebibyte / 8, inspectMs: 10_000 };

/** So many machines; every phase takes a while, so that there is a middle in which things happen. */
async function slowWorld(machines: number): Promise<ServiceWorld> {
  const vms = Array.from({ length: machines }, (_, index) => machine(index + 1));
  const made = await ServiceWorld.create({ vms, timings: slow });
  made.world.vcenter.faults.add({ method: 'ShutdownGuest', times: machines, action: { kind: 'delay', ms: 5_000 } });
  return made;
}

const raw: Seeds = { plan: { skipGuestConversion: true } };

const nothingLeft = () =>
  world.until(async () => (await standing(world.client)).length === 0, 'nothing is left', 300_000);

describe('cancel', () => {
  test.each<[string, Seeds]>([
    ['PowerOffSource', {}],
    ['WaitForPowerOff', {}],
    ['AllocateDisks', {}],
    ['CreateGuestConversionPod', {}],
    ['ConvertGuest', {}],
    ['CopyDisksVirtV2V', {}],
    ['CopyDisks', raw],
  ])('of one of three machines in %s leaves the others alone', async (phase, seeds) => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(phase, 'vm-2');
    await plan.cancel(['vm-2']);
    const { status } = await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Canceled', 'vm-3': 'Succeeded' });
    expect(status?.conditions?.map(({ type }) => type)).toEqual(['Canceled']);
    const left = (await standing(world.client)).filter((name) => /vm-2|web-02/.test(name));
    expect(left.filter((name) => !name.startsWith('PersistentVolumeClaim'))).toEqual([]);
  });

  test.each<[string, Seeds]>([
    ['with conversion', {}],
    ['raw', raw],
  ])('of all, %s, leaves nothing', async (_name, seeds) => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(seeds === raw ? 'CopyDisks' : 'CopyDisksVirtV2V', 'vm-1');
    await plan.cancel(['vm-1', 'vm-2', 'vm-3']);
    await plan.ended();
    expect(Object.values(plan.results())).toEqual(['Canceled', 'Canceled', 'Canceled']);
    await nothingLeft();
    expect(plan.conditions(plans, spring.name).map(({ type }) => type)).toContain('Canceled');
  });
});

describe('what is deleted while it runs', () => {
  test('the Migration: that means cancel', async () => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('CopyDisksVirtV2V');
    await world.client.delete(migrations, { name: 'one', namespace });
    const canceled = async () => Object.values(plan.results()).every((result) => result === 'Canceled');
    await world.until(canceled, 'all machines are cancelled');
    await world.until(async () => plan.run()?.status?.state === 'Ended', 'the run has ended');
    await nothingLeft();
    const found = await plan.untilCondition(plans, spring.name, 'Canceled');
    expect(found.reason).toBe('Deleted');
  });

  test.each<[string, Seeds, string]>([
    ['before the shutdown', {}, 'PowerOffSource'],
    ['in the middle of a conversion', {}, 'CopyDisksVirtV2V'],
    ['in the middle of a raw copy', raw, 'CopyDisks'],
  ])('the Plan %s: its runs go when their sources are restored', async (_name, seeds, phase) => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(phase);
    await world.client.delete(plans, spring);
    const gone = async () => (await world.client.list(virtualMachineMigrations)).items.length === 0;
    await world.until(gone, 'the runs are gone');
    expect(['vm-1', 'vm-2', 'vm-3'].map((id) => world.guard.power(id))).toEqual(Array(3).fill('poweredOn'));
    await nothingLeft();
  });

  test('the provider and its Secret: both stay until no run needs them', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('CopyDisksVirtV2V');
    await world.client.delete(providers, vcenter);
    await world.client.delete(secrets, vcenter);
    const held = await plan.untilCondition(providers, vcenter.name, 'DeletionHeld');
    expect(held.items).toEqual([`${namespace}/${spring.name}`]);
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
    const gone = async () =>
      (await world.client.find(providers, vcenter)) === undefined &&
      (await world.client.find(secrets, vcenter)) === undefined;
    await world.until(gone, 'both are gone');
  });

  test('the Secret, by force: the run goes on when it is back', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('WaitForPowerOff');
    await world.client.mergePatch(secrets, vcenter, { metadata: { finalizers: [] } });
    await world.client.delete(secrets, vcenter);
    const missing = await plan.untilCondition(providers, vcenter.name, 'SecretNotValid');
    expect(missing.reason).toBe('NotFound');
    await world.pass(120_000);
    expect(plan.run()?.status?.waiting).toMatchObject({
      reason: expect.stringContaining('The secret of vc is missing') as string,
    });
    await plan.addSecret();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  });

  test('the Secret, for good: the machine fails, the alert stands, and the source runs again once it is back', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('CopyDisksVirtV2V');
    await world.client.mergePatch(secrets, vcenter, { metadata: { finalizers: [] } });
    await world.client.delete(secrets, vcenter);
    await plan.cancel(['vm-1']);
    await world.pass(15 * 60_000);
    const run = plan.run();
    expect(run?.status?.conditions?.map(({ type }) => type)).toContain('SourceNotRestored');
    await plan.addSecret();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Canceled' });
    expect(world.guard.power('vm-1')).toBe('poweredOn');
  });
});

describe('what is edited while it runs changes nothing', () => {
  test('maps and the plan', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('WaitForPowerOff');
    await world.client.mergePatch(
      storageMaps,
      { name: 'disks', namespace },
      {
        spec: { map: [{ source: { name: 'vmfs-01' }, destination: { storageClass: 'nfs' } }] },
      },
    );
    await world.client.mergePatch(networkMaps, { name: 'net', namespace }, { spec: { map: [] } });
    await plan.edit({ targetPowerState: 'off', skipGuestConversion: true });
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
    const claims = (await world.client.list(persistentVolumeClaims, { namespace: 'prod' })).items;
    expect(claims.map(({ spec }) => spec.storageClassName)).toEqual(['ceph-rbd', 'ceph-rbd']);
    const running = async () =>
      (await world.client.list(virtualMachineInstances)).items.some(({ status }) => status?.phase === 'Running');
    await world.until(running, 'the target runs', 60_000);
  });
});

describe('Migrations of a plan', () => {
  test('a second one waits and names the first', async () => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world);
    await plan.start('two');
    const waiting = await plan.untilCondition(migrations, 'two', 'Pending');
    expect(waiting.message).toContain('Waits for Migration one');
    await plan.ended('one');
    await plan.ended('two');
    expect(plan.conditions(migrations, 'two').map(({ type }) => type)).toEqual(['Succeeded']);
    expect((await world.client.list(virtualMachineMigrations)).items).toHaveLength(3);
  });

  test('a second one runs only what did not succeed', async () => {
    world = await ServiceWorld.create({ vms: [machine(1), machine(2, { shutdown: 'never' })] });
    plan = await ServicePlan.started(world);
    await plan.ended('one');
    expect(plan.conditions(plans, spring.name).map(({ type }) => type)).toContain('Failed');
    world.world.vcenter.machines.change('vm-2', (vm) => (vm.shutdown = 1));
    await plan.start('two');
    await plan.ended('two');
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    expect((await world.client.list(virtualMachineMigrations)).items).toHaveLength(3);
    expect((await plan.untilCondition(plans, spring.name, 'Succeeded')).type).toBe('Succeeded');
    expect(plan.conditions(plans, spring.name).map(({ type }) => type)).not.toContain('Failed');
  });

  test('an archived plan keeps what has migrated and nothing else', async () => {
    world = await ServiceWorld.create({ vms: [machine(1), machine(2, { shutdown: 'never' })] });
    plan = await ServicePlan.started(world);
    await plan.ended();
    await plan.edit({ archived: true });
    await plan.untilCondition(plans, spring.name, 'Archived');
    const left = await standing(world.client);
    expect(left.filter((name) => name.startsWith('VirtualMachine '))).toEqual(['VirtualMachine web-01']);
    expect(left.filter((name) => name.includes('web-02'))).toEqual([]);
    expect(left.filter((name) => name.startsWith('Pod spring'))).toEqual([]);
  });

  test('archiving a plan that runs cancels it first', async () => {
    world = await slowWorld(3);
    plan = await ServicePlan.started(world);
    await plan.untilPhase('CopyDisksVirtV2V');
    await plan.edit({ archived: true });
    await plan.untilCondition(plans, spring.name, 'Archived');
    expect(Object.values(plan.results())).toEqual(['Canceled', 'Canceled', 'Canceled']);
    await nothingLeft();
  });
});

describe('two plans that name one machine', () => {
  test('the first to run has it; the other one says so and touches nothing', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.started(world);
    const { apiVersion, kind, spec } = await plan.get();
    await plan.untilPhase('WaitForPowerOff');
    const autumn = { name: 'autumn', namespace };
    await world.client.create(plans, { apiVersion, kind, metadata: autumn, spec });
    await plan.untilCondition(plans, autumn.name, 'Ready');
    await plan.start('rival', { plan: autumn });
    await plan.ended('rival');
    const rival = plan.run();
    expect(rival?.spec.plan.name).toBe(autumn.name);
    expect(rival?.status?.error).toMatchObject({
      code: 'already-running',
      message: expect.stringContaining('is being migrated by plan migrations/spring') as string,
    });
    await plan.ended('one');
    expect((await plan.untilCondition(plans, spring.name, 'Succeeded')).type).toBe('Succeeded');
    await world.pass(60_000);
  });

  test('both started at once: one migrates it', async () => {
    world = await slowWorld(1);
    plan = await ServicePlan.ready(world);
    const { apiVersion, kind, spec } = await plan.get();
    const autumn = { name: 'autumn', namespace };
    await world.client.create(plans, { apiVersion, kind, metadata: autumn, spec });
    await plan.untilCondition(plans, autumn.name, 'Ready');
    await Promise.all([plan.start('one'), plan.start('rival', { plan: autumn })]);
    await plan.ended('one');
    await plan.ended('rival');
    await world.pass(60_000);
    const outcomes = world
      .watch(virtualMachineMigrations)
      .list()
      .map(({ status }) => status?.error?.code ?? status?.result);
    expect(outcomes.toSorted()).toEqual(['Succeeded', 'already-running']);
  });
});
