import { describe, expect, test } from 'vitest';
import { migrations } from '../../api/generated/migration.ts';
import { plans, type PlanSpec } from '../../api/generated/plan.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { subjectAccessReviews } from '../../api/kinds/access.ts';
import { secrets } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf } from '../../api/resource.ts';
import { signedStamp, type Stamped } from '../../migration/stamps/signed-stamp.ts';
import { stampKeysName } from '../../migration/stamps/stamp-keys.ts';
import { requesterAnnotation } from '../../platform/requester.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { FaultLine } from '../../testing/fault-line.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';

const two = [
  fakeMachine(),
  fakeMachine({
    id: 'vm-102',
    name: 'db-01',
    uuid: '42000000-0000-4000-8000-000000000102',
    disks: [fakeDisk('db-01', 0)],
  }),
];
const raw: Partial<PlanSpec> = { skipGuestConversion: true };

async function ended(world: EngineWorld, name = 'one') {
  await world.until(() => world.ended(name), `the end of ${name}`);
  return (await world.migration(name)).status;
}

const types = (status: { conditions?: { type: string }[] } | undefined) => status?.conditions?.map(({ type }) => type);
const snapshot = async (world: EngineWorld) =>
  (await world.plan()).status?.migration?.history?.at(-1)?.conditions?.map(({ type }) => type);

describe('a plan that succeeds', () => {
  test('shows every machine in the shape that clients know', async () => {
    const world = await EngineWorld.create({ machines: two });
    await world.migrate('one');
    const status = await ended(world);
    expect(types(status)).toEqual(['Succeeded']);
    expect(await snapshot(world)).toEqual(['Succeeded']);
    expect(
      status?.vms?.map(({ id, phase, restorePowerState, operatingSystem }) => [
        id,
        phase,
        restorePowerState,
        operatingSystem,
      ]),
    ).toEqual([
      ['vm-101', 'Completed', 'On', 'rhel9.4'],
      ['vm-102', 'Completed', 'On', 'rhel9.4'],
    ]);
    expect(status?.vms?.[0]?.pipeline.map(({ name, phase }) => [name, phase])).toEqual(
      ['Initialize', 'DiskAllocation', 'ImageConversion', 'DiskTransferV2v', 'VirtualMachineCreation'].map((name) => [
        name,
        'Completed',
      ]),
    );
  });

  test('raw copy has the rows of a copy by CDI', async () => {
    const world = await EngineWorld.create({ plan: raw });
    await world.migrate('one');
    expect((await ended(world))?.vms?.[0]?.pipeline.map(({ name }) => name)).toEqual([
      'Initialize',
      'DiskTransfer',
      'VirtualMachineCreation',
    ]);
  });

  test.each([
    ['Off', undefined, 'Halted'],
    ['On', undefined, 'Always'],
    ['On', 'off', 'Halted'],
    ['Off', 'on', 'Always'],
  ] as const)('a source that was %s with targetPowerState %s is %s', async (power, targetPowerState, expected) => {
    const world = await EngineWorld.create({
      machines: [fakeMachine({ power })],
      plan: { ...raw, ...(targetPowerState && { targetPowerState }) },
    });
    await world.migrate('one');
    await ended(world);
    expect((await world.memory.get(virtualMachines, { namespace: 'prod', name: 'web-01' })).spec.runStrategy).toBe(
      expected,
    );
  });

  test.each<[string, Partial<PlanSpec>]>([
    ['cold', {}],
    ['raw copy', raw],
  ])('%s writes no more than it may', async (_name, plan) => {
    const world = await EngineWorld.create({ plan });
    const line = new FaultLine();
    world.breakAt(line);
    await world.migrate('one');
    await ended(world);
    const steps = (await world.run())?.spec.resolved.pipeline.steps.length ?? 0;
    const writes = line.effects.filter((effect) => /^(create|patch|delete) /.test(effect));
    expect(writes.length, writes.join('\n')).toBeLessThanOrEqual(3 * steps + 3 * 1 + 10);
  });
});

describe('Migrations of one plan', () => {
  test('run one after the other; the later one names the one that it waits for', async () => {
    const world = await EngineWorld.create({ plan: raw });
    await world.migrate('one');
    await world.clock.advance(2_000);
    await world.migrate('two');
    await world.untilPhase('WaitForPowerOff');
    expect((await world.migration('two')).status?.conditions?.[0]?.message).toBe(
      'Waits for Migration one of the same plan.',
    );
    expect(types(await ended(world, 'two'))).toEqual(['Succeeded']);
    expect(await world.runs()).toHaveLength(1);
  });

  test('the second runs what the first did not finish, on volumes of its own', async () => {
    const world = await EngineWorld.create({ machines: two });
    world.source.change('vm-102', { shapes: [{ kind: 'encrypted', detail: 'disk 1 is encrypted' }] });
    await world.migrate('one');
    expect(types(await ended(world))).toEqual(['Failed']);
    world.source.change('vm-102', { shapes: [] });
    await world.clock.advance(2_000);
    await world.migrate('two');
    expect(types(await ended(world, 'two'))).toEqual(['Succeeded']);
    expect(await snapshot(world)).toEqual(['Succeeded']);
    const runs = await world.runs();
    expect(runs.map(({ spec, status }) => [spec.resolved.machine.id, status?.result]).sort()).toEqual([
      ['vm-101', 'Succeeded'],
      ['vm-102', 'Failed'],
      ['vm-102', 'Succeeded'],
    ]);
  });

  test('a retry first removes what the failed conversion left', async () => {
    const world = await EngineWorld.create();
    world.standIns.conversion = 'fails';
    await world.migrate('one');
    await ended(world);
    const dirty = [...world.standIns.writers.keys()];
    world.standIns.conversion = 'succeeds';
    await world.clock.advance(2_000);
    await world.migrate('two');
    await ended(world, 'two');
    const used = (await world.memory.get(virtualMachines, { namespace: 'prod', name: 'web-01' })).spec.template.spec
      .volumes;
    expect(dirty).not.toContain(used?.[0]?.persistentVolumeClaim?.claimName);
    expect(await world.left()).toMatchObject({ DataVolume: 1, PersistentVolumeClaim: 1, VirtualMachine: 1 });
  });

  test('waits while the plan is not ready', async () => {
    const world = await EngineWorld.create({ plan: raw });
    await world.judge('False');
    await world.migrate('one');
    for (let turn = 0; turn < 5; turn += 1) await world.move();
    expect(types((await world.migration('one')).status)).toEqual(['PlanNotReady']);
    await world.judge('True');
    expect(types(await ended(world))).toEqual(['Succeeded']);
  });
});

describe('what ends a run before its commit', () => {
  test('cancel of one machine leaves the others alone', async () => {
    const world = await EngineWorld.create({ machines: two, plan: raw });
    const migration = await world.migrate('one');
    await world.untilPhase('WaitForPowerOff');
    await world.cancel(migration, ['vm-101']);
    const status = await ended(world);
    expect(status?.vms?.map(types)).toEqual([['Canceled'], ['Succeeded']]);
    expect([world.source.read('vm-101').power, world.source.read('vm-102').power]).toEqual(['On', 'Off']);
    expect(await snapshot(world)).toEqual(['Canceled']);
  });

  test('deleting the Migration means cancel', async () => {
    const world = await EngineWorld.create();
    const migration = await world.migrate('one');
    await world.untilPhase('AllocateDisks');
    await world.memory.delete(migrations, keyOf(migration));
    await world.until(async () => (await world.run())?.status?.state === 'Ended', 'the end of the run');
    for (let turn = 0; turn < 3; turn += 1) await world.move();
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await world.left()).toEqual({});
    const [state] = (await world.plan()).status?.migration?.history?.at(-1)?.conditions ?? [];
    expect([state?.type, state?.reason]).toEqual(['Canceled', 'Deleted']);
  });

  test('deleting the Plan restores the source before the run goes', async () => {
    const world = await EngineWorld.create();
    await world.migrate('one');
    await world.untilPhase('CreateGuestConversionPod');
    await world.memory.delete(plans, planKey);
    await world.until(async () => (await world.runs()).length === 0, 'the run is gone');
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await world.left()).toEqual({});
  });

  test.each(['StopTransfers', 'RestorePower'])('deleting the plan in %s of a failed run clears up', async (phase) => {
    const world = await EngineWorld.create();
    world.standIns.conversion = 'fails';
    await world.migrate('one');
    await world.untilPhase(phase);
    await world.memory.delete(plans, planKey);
    await world.until(async () => (await world.runs()).length === 0, 'the run is gone');
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await world.left()).toEqual({});
  });

  test('deleting the plan at the last step keeps the target and nothing else', async () => {
    const world = await EngineWorld.create();
    await world.migrate('one');
    await world.untilPhase('Completed');
    await world.memory.delete(plans, planKey);
    await world.until(async () => (await world.runs()).length === 0, 'the run is gone');
    expect(await world.left()).toEqual({ DataVolume: 1, PersistentVolumeClaim: 1, VirtualMachine: 1 });
  });

  test.each([
    ['converted', {}],
    ['copied as they are', raw],
  ])('no credentials are left once the disks are %s', async (_name, plan) => {
    const world = await EngineWorld.create({ plan });
    await world.migrate('one');
    await world.untilPhase('RemoveCredentials');
    expect(await world.left()).toMatchObject({ Secret: 1 });
    await world.untilPhase('CreateVM');
    expect(await world.left()).not.toHaveProperty('Secret');
  });

  test('after the commit cancel comes too late', async () => {
    const world = await EngineWorld.create({ plan: raw });
    const migration = await world.migrate('one');
    await world.untilPhase('StartVM');
    await world.cancel(migration, ['vm-101']);
    expect(types(await ended(world))).toEqual(['Succeeded']);
    expect(world.source.read('vm-101').power).toBe('Off');
  });

  test('archiving ends what runs and removes what is left', async () => {
    const world = await EngineWorld.create();
    world.standIns.conversion = 'fails';
    await world.migrate('one');
    await ended(world);
    expect(Object.keys(await world.left())).toContain('DataVolume');
    await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
    await world.until(async () => (await snapshot(world))?.includes('Archived') ?? false, 'archived');
    expect(await world.left()).toEqual({});
  });

  test('archiving a plan that succeeded keeps its machine', async () => {
    const world = await EngineWorld.create();
    await world.migrate('one');
    await ended(world);
    await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
    await world.until(async () => (await snapshot(world))?.includes('Archived') ?? false, 'archived');
    expect(await world.left()).toEqual({ DataVolume: 1, PersistentVolumeClaim: 1, VirtualMachine: 1 });
  });
});

describe('the requester', () => {
  const olga = { user: 'olga', uid: '7', groups: ['dev'] };
  const key = { id: '2026-01-01', secret: Buffer.alloc(32, 1) };
  const signed = (object: Stamped) => ({
    metadata: { annotations: { [requesterAnnotation]: signedStamp(olga, object, key) } },
  });

  test('who may not create machines there is refused', async () => {
    const world = await EngineWorld.create({ settings: { trustRequesters: false } });
    const asked: unknown[] = [];
    world.memory.refuse = (_verb, resource, object) => {
      if (resource.kind === subjectAccessReviews.kind) asked.push((object as unknown as { spec: unknown }).spec);
    };
    world.memory.allows = (attributes) => attributes.resource !== 'virtualmachines';
    const migration = await world.migrate('one');
    await world.memory.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: stampKeysName, namespace: 'gantry' },
      data: { [key.id]: key.secret.toString('base64') },
    });
    await world.memory.mergePatch(plans, planKey, signed(await world.plan()));
    await world.memory.mergePatch(migrations, keyOf(migration), signed(migration));
    const status = await ended(world);
    expect(status?.conditions?.map(({ type, reason, message }) => [type, reason, message])).toEqual([
      [
        'Failed',
        'forbidden',
        'olga may not create VMs in project prod. The source is not touched. Ask for the right, then retry.',
      ],
    ]);
    expect(asked[0]).toMatchObject({ user: 'olga', groups: ['dev'] });
    expect(await world.runs()).toEqual([]);
  });

  test("who is not named may use only the plan's own namespace", async () => {
    const world = await EngineWorld.create({ settings: { trustRequesters: false } });
    await world.migrate('one');
    expect((await ended(world))?.conditions?.[0]?.reason).toBe('forbidden');
  });
});

test('a step that this version does not know fails the machine visibly', async () => {
  const world = await EngineWorld.create({ plan: raw });
  await world.migrate('one');
  const run = await world.untilPhase('WaitForPowerOff');
  const { pipeline } = run.spec.resolved;
  const steps = pipeline.steps.map(({ step }) => ({ step: step === 'CopyDisks' ? 'BeamDisks' : step }));
  await world.memory.mergePatch(virtualMachineMigrations, keyOf(run), {
    spec: { resolved: { pipeline: { ...pipeline, steps } } },
  });
  expect(types(await ended(world))).toEqual(['Failed']);
  expect((await world.run())?.status?.error?.code).toBe('unknown-step');
  expect(world.source.read('vm-101').power).toBe('On');
});

test('more machines than slots wait with a reason', async () => {
  const world = await EngineWorld.create({ machines: two, settings: { maxInFlight: 1 } });
  await world.migrate('one');
  await world.untilPhase('WaitForPowerOff');
  for (let turn = 0; turn < 3; turn += 1) await world.move();
  const waiting = await world.run('vm-102');
  expect(waiting?.status?.conditions?.map(({ type, message }) => [type, message])).toEqual([
    ['Pending', 'Host esx-01 has 1 of 1 slots in use, held by plan spring.'],
  ]);
  expect(types(await ended(world))).toEqual(['Succeeded']);
});
