import { afterEach, describe, expect, test } from 'vitest';
import { ServicePlan, type Seeds } from '../testing/service-plan.ts';
import { standing } from '../testing/left-over.ts';
import { machine, ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

/** Two machines, copied slowly, so that there is a middle in which things happen. */
const two: ServiceWorldOptions = {
  vms: [machine(1), machine(2)],
  timings: { copyBytesPerSecond: mebibyte / 8, inspectMs: 10_000 },
};
const raw: Seeds = { plan: { skipGuestConversion: true } };

const people = () => world.world.vcenter.machines;

interface Case {
  readonly seeds?: Seeds;
  /** Phase of the first machine in which it happens. */
  readonly during: string;
  readonly happens: () => unknown;
  readonly code: string;
  readonly says: string;
}

describe('one of two machines is changed behind our back; it fails, the other one migrates', () => {
  test.each<[string, Case]>([
    [
      'deleted while it shuts down',
      {
        during: 'WaitForPowerOff',
        happens: () => people().remove('vm-1'),
        code: 'vm-not-found',
        says: 'no longer exists',
      },
    ],
    [
      'deleted while CDI copies it',
      {
        seeds: raw,
        during: 'CopyDisks',
        happens: () => people().remove('vm-1'),
        code: 'vm-not-found',
        says: 'no longer exists',
      },
    ],
    [
      'deleted while virt-v2v copies it',
      {
        during: 'CopyDisksVirtV2V',
        happens: () => people().remove('vm-1'),
        code: 'vm-not-found',
        says: 'no longer exists',
      },
    ],
    [
      'a disk is added while it shuts down',
      {
        during: 'WaitForPowerOff',
        happens: () => people().addDisk('vm-1', { capacityBytes: mebibyte }),
        code: 'source-changed',
        says: 'was added',
      },
    ],
    [
      'a disk is added while CDI copies it',
      {
        seeds: raw,
        during: 'CopyDisks',
        happens: () => people().addDisk('vm-1', { capacityBytes: mebibyte }),
        code: 'source-changed',
        says: 'was added',
      },
    ],
    [
      'a disk grows while virt-v2v copies it',
      {
        during: 'CopyDisksVirtV2V',
        happens: () =>
          people().change('vm-1', (vm) => {
            vm.disks = vm.disks.map((disk) => ({ ...disk, capacityBytes: disk.capacityBytes * 2 }));
          }),
        code: 'source-changed',
        says: 'another size in bytes',
      },
    ],
    [
      'a snapshot is taken while it shuts down',
      {
        during: 'WaitForPowerOff',
        happens: () => people().snapshot('vm-1', 'backup'),
        code: 'source-changed',
        says: 'another',
      },
    ],
    [
      'it is powered on while CDI copies it',
      {
        seeds: raw,
        during: 'CopyDisks',
        happens: () => people().setPower('vm-1', 'poweredOn'),
        code: 'source-running',
        says: 'was powered on',
      },
    ],
    [
      'it is powered on and off again while CDI copies it',
      {
        seeds: raw,
        during: 'CopyDisks',
        happens: () => {
          people().setPower('vm-1', 'poweredOn');
          people().setPower('vm-1', 'poweredOff');
        },
        code: 'source-ran',
        says: String.raw`by VSPHERE.LOCAL\Administrator`,
      },
    ],
    [
      'it is powered on while virt-v2v copies it',
      {
        during: 'CopyDisksVirtV2V',
        happens: () => people().setPower('vm-1', 'poweredOn'),
        code: 'source-running',
        says: 'was powered on',
      },
    ],
    [
      'another machine gets its name while it shuts down',
      {
        during: 'WaitForPowerOff',
        happens: () => people().add(machine(3, { name: 'web-01', folder: 'Elsewhere', power: 'poweredOff' })),
        code: 'source-changed',
        says: 'another machine of its cluster got its name',
      },
    ],
  ])('%s', async (_name, { seeds, during, happens, code, says }) => {
    world = await ServiceWorld.create(two);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(during);
    happens();
    await plan.ended();
    const error = plan.run()?.status?.error;
    expect(plan.results()).toEqual({ 'vm-1': `Failed ${code}`, 'vm-2': 'Succeeded' });
    expect(error?.message).toContain(says);
  });
});

describe('a guest that does not shut down', () => {
  const options = { vms: [machine(1, { shutdown: 'never' }), machine(2)] };

  test('fails after the deadline, still running, and nothing is forced', async () => {
    world = await ServiceWorld.create(options);
    plan = await ServicePlan.started(world);
    const began = world.world.clock.now();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Failed source-not-off', 'vm-2': 'Succeeded' });
    expect(plan.run()?.status?.error?.message).toContain('did not shut down within 10 min. It still runs');
    expect(world.world.clock.now() - began).toBeGreaterThan(10 * 60_000);
    expect(world.world.clock.now() - began).toBeLessThan(15 * 60_000);
    expect(world.world.vcenter.calls.get('PowerOffVM_Task')).toBeUndefined();
  });

  test('is powered off hard where the plan allows it', async () => {
    world = await ServiceWorld.create(options);
    plan = await ServicePlan.started(world, { plan: { shutdownPolicy: 'force' } });
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    expect(world.world.vcenter.calls.get('PowerOffVM_Task')).toBe(1);
  });
});

test('a machine that was off stays off at the source and at the target', async () => {
  world = await ServiceWorld.create({ vms: [machine(1, { power: 'poweredOff' })] });
  plan = await ServicePlan.started(world);
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded' });
  await world.pass(60_000);
  expect(world.world.vcenter.calls.get('ShutdownGuest')).toBeUndefined();
  expect((await standing(world.client)).filter((one) => one.startsWith('Pod virt-launcher'))).toEqual([]);
});
