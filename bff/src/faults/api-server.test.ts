import type { FaultRule } from '@gantry/sandbox/cluster/faults.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { plans } from '../api/generated/plan.ts';
import { ServicePlan, spring, type Seeds } from '../testing/service-plan.ts';
import { machine, serviceUser, ServiceWorld, type ServiceWorldOptions } from '../testing/service-world.ts';
import { unsound } from '../testing/soundness.ts';

const mebibyte = 2 ** 20;
const minute = 60_000;

let world: ServiceWorld;
let plan: ServicePlan;
afterEach(async () => {
  const problems = await unsound(world).finally(() => world.stop());
  expect(problems).toEqual([]);
});

const two: ServiceWorldOptions = {
  vms: [machine(1), machine(2)],
  timings: { copyBytesPerSecond: mebibyte / 4, inspectMs: 5_000 },
};
const raw: Seeds = { plan: { skipGuestConversion: true } };
const of = (match: FaultRule['match'], action: FaultRule['action'], times?: number): FaultRule => ({
  match: { user: serviceUser, ...match },
  action,
  ...(times !== undefined && { times }),
});

interface Case {
  readonly rules: readonly FaultRule[];
  readonly phase: string;
  readonly seeds?: Seeds;
  /** How long it goes on. */
  readonly lastsMs: number;
}

const gone = [of({}, { type: 'drop', when: 'before' })];

describe('trouble with the API server ends no run', () => {
  test.each<[string, Case]>([
    ['gone for a minute while guests shut down', { rules: gone, phase: 'WaitForPowerOff', lastsMs: minute }],
    ['gone for a minute while virt-v2v copies', { rules: gone, phase: 'CopyDisksVirtV2V', lastsMs: minute }],
    ['gone for a minute while CDI copies', { rules: gone, phase: 'CopyDisks', seeds: raw, lastsMs: minute }],
    ['answers lost', { rules: [of({}, { type: 'drop', when: 'after' }, 40)], phase: 'AllocateDisks', lastsMs: minute }],
    [
      'overload',
      {
        rules: [of({}, { type: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 }, 60)],
        phase: 'WaitForPowerOff',
        lastsMs: minute,
      },
    ],
    [
      'conflicts',
      {
        rules: [of({ method: 'PATCH' }, { type: 'status', code: 409, reason: 'Conflict' }, 30)],
        phase: 'WaitForPowerOff',
        lastsMs: minute,
      },
    ],
    [
      'errors of the server',
      {
        rules: [of({}, { type: 'status', code: 500, reason: 'InternalError' }, 60)],
        phase: 'WaitForPowerOff',
        lastsMs: minute,
      },
    ],
    [
      'slow answers',
      { rules: [of({ method: 'PATCH' }, { type: 'delay', ms: 1_500 })], phase: 'WaitForPowerOff', lastsMs: minute },
    ],
  ])('%s', async (_name, { rules, phase, seeds, lastsMs }) => {
    world = await ServiceWorld.create(two);
    plan = await ServicePlan.started(world, seeds);
    await plan.untilPhase(phase);
    const mend = rules.map((rule) => world.world.cluster.faults.add(rule));
    await world.pass(lastsMs);
    for (const end of mend) end();
    await plan.ended();
    expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
    await plan.untilCondition(plans, spring.name, 'Succeeded');
  });
});

test.each<[string, FaultRule['action']]>([
  ['end with 410', { type: 'expire-watch' }],
  ['break off', { type: 'cut-watch', afterMs: 700 }],
])('watches that %s all the time end no run', async (_name, action) => {
  world = await ServiceWorld.create(two);
  plan = await ServicePlan.ready(world);
  await world.stopService();
  world.world.cluster.faults.add(of({ verb: 'watch' }, action));
  await world.start();
  await plan.start();
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
  await plan.untilCondition(plans, spring.name, 'Succeeded');
});

test('a service that is stopped and started again in the middle goes on', async () => {
  world = await ServiceWorld.create(two);
  plan = await ServicePlan.started(world);
  for (const phase of ['WaitForPowerOff', 'CopyDisksVirtV2V']) {
    await plan.untilPhase(phase);
    await world.stopService();
    await world.pass(minute);
    await world.start();
  }
  await plan.ended();
  expect(plan.results()).toEqual({ 'vm-1': 'Succeeded', 'vm-2': 'Succeeded' });
});
