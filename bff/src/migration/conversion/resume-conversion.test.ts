import { describe, expect, test } from 'vitest';
import { plans } from '../../api/generated/plan.ts';
import { persistentVolumeClaims } from '../../api/kinds/core.ts';
import { EngineWorld, planKey } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import { FaultLine, faultKinds } from '../../testing/fault-line.ts';
import { touchedBy } from './touched-claims.ts';

const tracked = { changeTracking: true };
const machineThatIs = (power: 'On' | 'Off') =>
  fakeMachine({ ...tracked, power, disks: [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)] });

/** A warm run that came as far as its conversion, and failed there. */
async function failedAt(
  conversion: 'pending' | 'fails',
  power: 'On' | 'Off' = 'Off',
  before: (world: EngineWorld) => void = () => undefined,
): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines: [machineThatIs(power)],
    plan: { type: 'warm' },
    settings: { precopyIntervalMs: 20_000 },
  });
  world.source.shutdownMs = 5_000;
  before(world);
  world.standIns.conversion = conversion;
  await world.migrate('one', { cutover: new Date(world.clock.now()).toISOString() });
  await world.until(() => world.ended('one'), 'the failure');
  world.standIns.conversion = 'succeeds';
  return world;
}

function ranOnce({ source }: EngineWorld): void {
  source.change('vm-101', { power: 'On' });
  source.change('vm-101', { power: 'Off' });
}

async function resume(world: EngineWorld, name = 'two') {
  const migration = await world.migrate(name, { resumeConversion: true });
  await world.until(() => world.ended(name), `the end of ${name}`);
  return { migration, run: await world.run() };
}

async function claimsOf({ memory }: EngineWorld) {
  return (await memory.list(persistentVolumeClaims, { namespace: 'prod' })).items;
}

test('what was copied is converted by the next run where no conversion has begun', async () => {
  const world = await failedAt('pending');
  expect((await world.run())?.status?.error?.code).toBe('conversion-pending');
  const before = await claimsOf(world);
  expect(before.map(touchedBy)).toEqual([undefined, undefined]);

  const { run } = await resume(world);
  expect(run?.status?.error).toBeUndefined();
  expect(run?.status?.result).toBe('Succeeded');
  expect(run?.status?.pipeline?.map(({ name }) => name)).toEqual([
    'Initialize',
    'ImageConversion',
    'VirtualMachineCreation',
  ]);
  const after = await claimsOf(world);
  expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
  for (const writers of world.standIns.writers.values()) expect(writers.size).toBe(1);
  expect(world.standIns.stages.damages).toEqual([]);
});

test('a source that is still as it was started last is no reason against it', async () => {
  const world = await failedAt('pending', 'Off', ranOnce);
  const { run } = await resume(world);
  expect(run?.status?.result).toBe('Succeeded');
});

test('it ends so wherever the service is killed', { timeout: 120_000 }, async () => {
  const undisturbed = new FaultLine();
  const expected = await killed(undisturbed);
  expect(expected).toEqual({
    result: 'Succeeded',
    left: { DataVolume: 2, PersistentVolumeClaim: 2, Pod: 2, VirtualMachine: 1 },
  });
  for (let at = 3; at <= undisturbed.effects.length; at += 5) {
    const kind = faultKinds[at % faultKinds.length] ?? 'crash-after';
    const what = `${kind} at ${at}: ${undisturbed.effects[at - 1] ?? ''}`;
    expect(await killed(new FaultLine({ at, kind })), what).toEqual(expected);
  }
});

async function killed(line: FaultLine) {
  const world = await failedAt('pending');
  world.breakAt(line);
  const { run } = await resume(world);
  for (const writers of world.standIns.writers.values()) expect(writers.size).toBe(1);
  return { result: run?.status?.result, left: await world.left() };
}

describe('there is nothing to resume', () => {
  test.each<[string, () => Promise<EngineWorld>, string, RegExp]>([
    ['once a conversion has begun', () => failedAt('fails'), 'not-resumable', /a conversion has begun on claim/],
    ['when the source was powered on again', () => failedAt('pending', 'On'), 'not-resumable', /its source runs again/],
    [
      'when somebody has powered the source on meanwhile',
      async () => {
        const world = await failedAt('pending');
        world.source.change('vm-101', { power: 'On' });
        return world;
      },
      'not-resumable',
      /its source runs again/,
    ],
    [
      'when the source has run meanwhile and is off again',
      async () => {
        const world = await failedAt('pending');
        ranOnce(world);
        return world;
      },
      'source-ran',
      /powered on/,
    ],
    [
      'when the source shows no starts any more',
      async () => {
        const world = await failedAt('pending');
        ranOnce(world);
        world.source.events = 'none';
        return world;
      },
      'not-resumable',
      /its source does not tell whether it ran meanwhile/,
    ],
    [
      'when the source has forgotten the start that was recorded, and with it what came after',
      async () => {
        const world = await failedAt('pending', 'Off', ranOnce);
        ranOnce(world);
        world.source.events = 'purged';
        return world;
      },
      'not-resumable',
      /its source does not tell whether it ran meanwhile/,
    ],
    [
      'when a claim was removed',
      async () => {
        const world = await failedAt('pending');
        const [claim] = await claimsOf(world);
        await world.memory.delete(persistentVolumeClaims, { namespace: 'prod', name: claim?.metadata.name ?? '' });
        return world;
      },
      'not-resumable',
      /is gone/,
    ],
    [
      'when nothing has run before',
      () => EngineWorld.create({ machines: [machineThatIs('Off')], plan: { type: 'warm' } }),
      'not-resumable',
      /no run of it has failed/,
    ],
  ])('%s', async (_name, prepare, code, words) => {
    const world = await prepare();
    const { power } = world.source.read('vm-101');
    const { run } = await resume(world);
    expect([run?.status?.error?.code, run?.status?.error?.message]).toEqual([code, expect.stringMatching(words)]);
    expect(world.source.read('vm-101').power).toBe(power);
  });
});

test('a run that copies again follows one that could not be resumed', async () => {
  const world = await failedAt('fails');
  await resume(world);
  await world.migrate('three', { cutover: new Date(world.clock.now()).toISOString() });
  await world.until(() => world.ended('three'), 'the end of the third');
  expect((await world.run())?.status?.result).toBe('Succeeded');
  for (const writers of world.standIns.writers.values()) expect(writers.size).toBe(1);
});

test('a resumed run that is canceled takes what it took over with it, and the source stays off', async () => {
  const world = await failedAt('pending');
  world.standIns.conversion = 'hangs';
  const migration = await world.migrate('two', { resumeConversion: true });
  await world.untilPhase('ConvertGuest');
  await world.cancel(migration, ['vm-101']);
  await world.until(() => world.ended('two'), 'the end');
  await world.memory.mergePatch(plans, planKey, { spec: { archived: true } });
  await world.until(async () => (await world.runs()).every(({ status }) => status?.discarded === true), 'all is gone');
  expect(await world.left()).toEqual({});
  expect(world.source.read('vm-101').power).toBe('Off');
});
