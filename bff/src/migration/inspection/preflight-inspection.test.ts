import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { pods, secrets, type Pod } from '../../api/kinds/core.ts';
import { EngineWorld } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';

const tracked = { changeTracking: true };
const machine = fakeMachine({ ...tracked, disks: [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)] });

async function worldWith(plan: Partial<PlanSpec> = {}): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines: [machine],
    plan: { type: 'warm', ...plan },
    settings: { precopyIntervalMs: 20_000 },
  });
  await world.migrate('one');
  return world;
}

async function inspectionPods({ memory }: EngineWorld): Promise<Pod[]> {
  const labelSelector = 'forklift.app=virt-v2v-inspection';
  return (await memory.list(pods, { namespace: 'prod', labelSelector })).items;
}

test('the guest is inspected in the first snapshot, and no credentials stay for it', async () => {
  const world = await worldWith();
  await world.untilPhase('PreflightInspection');
  await world.until(async () => (await inspectionPods(world)).length > 0, 'the pod');
  const [pod] = await inspectionPods(world);
  const env = new Map(pod?.spec.containers[0]?.env?.map(({ name, value }) => [name, value]));
  expect([env.get('V2V_remoteInspection'), env.get('V2V_remoteInspectDisk_1')]).toEqual([
    'true',
    '[ds1] web-01/web-01_1.vmdk',
  ]);
  expect(pod?.spec.initContainers?.map(({ image }) => image)).toEqual(['registry.test/vddk:8']);
  expect(pod?.spec.volumes?.filter((volume) => volume.persistentVolumeClaim)).toEqual([]);
  world.memory.logs.set(
    pod?.metadata.name ?? '',
    'virt-v2v-inspector: warning: one\nvirt-v2v-inspector: warning: two\n<osinfo>rhel9.4</osinfo>\n',
  );
  const run = await world.untilPhase('CopyDisks');
  expect(run.status?.conditions?.find(({ type }) => type === 'InspectionHasConcerns')).toMatchObject({
    category: 'Warn',
    items: ['one', 'two'],
  });
  const held = (await world.memory.list(secrets, { namespace: 'prod' })).items;
  expect(held.filter(({ data }) => data?.password !== undefined)).toEqual([]);
  expect((await world.plan()).status?.migration?.vms?.[0]).toMatchObject({ operatingSystem: 'rhel9.4' });
});

test('a guest that cannot be inspected is not copied, and runs on without our snapshot', async () => {
  const world = await EngineWorld.create({ machines: [machine], plan: { type: 'warm' } });
  world.standIns.inspection = 'fails';
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  const run = await world.run();
  expect([run?.status?.result, run?.status?.error?.code]).toEqual(['Failed', 'inspection-failed']);
  expect(world.source.read('vm-101')).toMatchObject({ power: 'On', snapshots: 0 });
  expect(world.source.calls.some(({ method }) => method === 'shutdownGuest')).toBe(false);
  expect(await world.left()).toEqual({ Pod: 1 });
});

describe('there is no inspection', () => {
  test.each<[string, Partial<PlanSpec>]>([
    ['where the plan wants none', { runPreflightInspection: false }],
    ['of what is copied raw', { skipGuestConversion: true }],
    ['of a machine that is copied while it is off', { type: 'cold' }],
  ])('%s', async (_name, plan) => {
    const world = await worldWith(plan);
    const run = await world.untilPhase(plan.type === 'cold' ? 'CopyDisksVirtV2V' : 'CopyDisks');
    expect(run.status?.pipeline?.map(({ name }) => name)).not.toContain('PreflightInspection');
    expect(await inspectionPods(world)).toEqual([]);
  });
});

test('a pod that does not start ends the run in time', async () => {
  const world = await EngineWorld.create({ machines: [machine], plan: { type: 'warm' } });
  world.standIns.inspection = 'pending';
  await world.migrate('one');
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.error?.code).toBe('inspection-pending');
  expect(world.source.read('vm-101')).toMatchObject({ power: 'On', snapshots: 0 });
});
