import { describe, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { pods } from '../api/kinds/core.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../testing/fake-driver.ts';

const minute = 60_000;
const hour = 60 * minute;
/** How long Gantry waits for what is not urgent. */
const patience = 2 * hour;
const warm = { type: 'warm' } as const;

let world: EngineWorld;

async function begin(plan: Partial<PlanSpec> = {}): Promise<void> {
  const tracked = { changeTracking: true };
  const disks = [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)];
  world = await EngineWorld.create({
    machines: [fakeMachine({ ...tracked, disks })],
    plan,
    settings: { precopyIntervalMs: 10 * minute, pausedRetryDeadlineMs: patience },
    destination: 'another cluster',
  });
  world.checks.push(neverBoth);
}

/** Promise 3: never two running copies. */
async function neverBoth({ source }: EngineWorld): Promise<void> {
  const both = source.read('vm-101').power === 'On' && (await world.targetRuns('web-01'));
  expect(both, 'both run').toBe(false);
}

const sourcePower = () => world.source.read('vm-101').power;
const conditions = async () => (await world.run())?.status?.conditions ?? [];

async function pass(ms: number): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end;) {
    await world.move();
    await world.clock.advance(15_000);
  }
}

/** Gone from the beginning of a phase on; `meanwhile` looks at the world shortly before it is back. */
async function goneForAnHour(phase: string, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await world.untilPhase(phase);
  world.targetReachable = false;
  await pass(hour);
  await meanwhile();
  world.targetReachable = true;
}

interface End {
  readonly result: 'Succeeded' | 'Failed';
  readonly error?: string;
}

async function ends({ result, error }: End): Promise<void> {
  await world.until(() => world.ended('one'), 'the end', 3 * hour);
  const { status } = (await world.run()) ?? {};
  expect([status?.result, status?.error?.code]).toEqual([result, error]);
  expect(sourcePower()).toBe(result === 'Succeeded' ? 'Off' : 'On');
  expect(await world.targetRuns('web-01')).toBe(result === 'Succeeded');
  expect(world.source.snapshots.of('vm-101')).toEqual([]);
  expect(world.standIns.stages.damages).toEqual([]);
  expect(Object.keys(await world.left())).not.toContain('Secret');
}

/** Pods that have ended stay for their logs. */
async function nothingReads(): Promise<void> {
  const found = (await world.target.list(pods, { namespace: 'prod' })).items;
  expect(found.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')).toEqual([]);
}

describe('another cluster that is gone for an hour', () => {
  test.each<[string, Partial<PlanSpec>, string]>([
    ['before anything is touched', {}, 'Preflight'],
    ['while disks are copied', {}, 'CopyDisks'],
    ['while the guest is converted', {}, 'ConvertGuest'],
    ['while credentials are removed', {}, 'RemoveCredentials'],
  ])(
    '%s fails the run; the source runs again meanwhile, and nothing there goes on reading',
    async (_name, plan, phase) => {
      await begin(plan);
      await world.migrate('one');
      await goneForAnHour(phase, () => {
        expect(sourcePower()).toBe('On');
        return Promise.resolve();
      });
      await ends({ result: 'Failed', error: 'cluster-unavailable' });
      await nothingReads();
    },
  );

  test.each([
    ['for a minute before a run begins is waited for, which is said', minute, 'Succeeded', undefined],
    ['when a run begins refuses it', hour, 'Failed', 'cluster-unavailable'],
  ] as const)('%s', async (_name, away, result, error) => {
    await begin();
    world.targetReachable = false;
    await world.migrate('one');
    const running = async () =>
      (await world.migration('one')).status?.conditions?.find(({ reason }) => reason === 'Waiting');
    await world.until(async () => (await running()) !== undefined, 'words');
    expect((await running())?.message).toContain('The target cluster does not answer');
    await pass(away);
    world.targetReachable = true;
    await ends({ result, ...(error && { error }) });
    expect(await running()).toBeUndefined();
  });

  test('holds up a retry, which is said', async () => {
    await begin();
    world.standIns.conversion = 'fails';
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the first end');
    world.standIns.conversion = 'succeeds';
    world.targetReachable = false;
    await world.migrate('two');
    await pass(30 * minute);
    const [running] = (await world.migration('two')).status?.conditions ?? [];
    expect(running?.message).toContain(
      'What an earlier run left of web-01 has to be removed first: The target cluster',
    );
    world.targetReachable = true;
    await world.until(() => world.ended('two'), 'the end');
    expect((await world.run())?.status?.result).toBe('Succeeded');
  });

  test.each([
    ['while the target is made', 'CreateVM'],
    ['at the commit', 'Commit'],
  ])('%s holds the source until it is known that no target runs', async (_name, phase) => {
    await begin();
    await world.migrate('one');
    await goneForAnHour(phase, async () => {
      expect(sourcePower()).toBe('Off');
      const alert = (await conditions()).find(({ type }) => type === 'SourceNotRestored');
      expect(alert?.message).toContain('The target cluster does not answer');
      expect(alert?.suggestion).toContain('Make sure that its target does not run');
    });
    await ends({ result: 'Failed', error: 'cluster-unavailable' });
    await nothingReads();
  });

  test('after the commit is waited for: the target runs once it is back', async () => {
    await begin();
    await world.migrate('one');
    await goneForAnHour('StartVM', () => {
      expect(sourcePower()).toBe('Off');
      return Promise.resolve();
    });
    await ends({ result: 'Succeeded' });
  });

  test.each([
    ['during the first copy', 'CopyDisks'],
    ['between two copies', 'CopyingPaused'],
  ])('%s of a machine that runs ends nothing', async (_name, phase) => {
    await begin(warm);
    await world.migrate('one');
    await goneForAnHour(phase, () => {
      expect(sourcePower()).toBe('On');
      return Promise.resolve();
    });
    await world.setCutover('one', new Date(world.clock.now()).toISOString());
    await ends({ result: 'Succeeded' });
  });

  test.each(['AddFinalCheckpoint', 'Finalize'])(
    'during the cutover (%s) fails the run, and the source runs again meanwhile',
    async (phase) => {
      await begin(warm);
      await world.migrate('one', { cutover: new Date(world.clock.now()).toISOString() });
      await goneForAnHour(phase, () => {
        expect(sourcePower()).toBe('On');
        return Promise.resolve();
      });
      await ends({ result: 'Failed', error: 'cluster-unavailable' });
      await nothingReads();
    },
  );

  test('when its run is canceled keeps the run until nothing is left there', async () => {
    await begin();
    const migration = await world.migrate('one');
    await world.untilPhase('CopyDisks');
    world.targetReachable = false;
    await world.cancel(migration, ['vm-101']);
    await pass(hour);
    expect(sourcePower()).toBe('On');
    world.targetReachable = true;
    await world.until(() => world.ended('one'), 'the end', hour);
    expect((await world.run())?.status?.result).toBe('Canceled');
    expect(await world.left()).toEqual({});
  });

  test('for longer than Gantry waits keeps nobody from going on with the source', async () => {
    await begin();
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    world.targetReachable = false;
    await pass(patience + hour);
    expect(await world.ended('one')).toBe(true);
    expect((await world.run())?.status?.result).toBe('Failed');
    expect(sourcePower()).toBe('On');
  });

  test('for good, with its provider, keeps nobody from going on with the source', async () => {
    await begin();
    await world.migrate('one');
    await world.untilPhase('CopyDisks');
    world.targetKnown = false;
    await pass(hour);
    expect(sourcePower()).toBe('On');
    expect((await world.run())?.status?.error?.parameters?.provider).toBe('other');
    await pass(patience);
    expect(await world.ended('one')).toBe(true);
  });
});
