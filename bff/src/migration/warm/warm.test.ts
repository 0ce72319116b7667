import { describe, expect, test } from 'vitest';
import type { MigrationSpec } from '../../api/generated/migration.ts';
import { persistentVolumeClaims, secrets } from '../../api/kinds/core.ts';
import type { PlanSpec } from '../../api/generated/plan.ts';
import { ForbiddenError } from '../../platform/errors.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { EngineWorld } from '../../testing/engine-world.ts';
import { fakeDisk, fakeMachine } from '../../testing/fake-driver.ts';
import type { WarmHistory } from './history.ts';

const minute = 60_000;
const tracked = { changeTracking: true };
const machine = (change: Partial<SourceMachine> = {}) =>
  fakeMachine({ ...tracked, disks: [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1, tracked)], ...change });

async function begin(
  plan: Partial<PlanSpec> = {},
  { machines = [machine()], migration = {} }: { machines?: SourceMachine[]; migration?: Partial<MigrationSpec> } = {},
): Promise<EngineWorld> {
  const world = await EngineWorld.create({
    machines,
    plan: { type: 'warm', ...plan },
    settings: { precopyIntervalMs: 10 * minute },
  });
  await world.migrate('one', migration);
  return world;
}

async function history(world: EngineWorld): Promise<WarmHistory> {
  const warm = (await world.run())?.status?.warm;
  if (warm === undefined) throw new Error('The run has no history.');
  return warm;
}

const copies = async (world: EngineWorld) => (await world.run())?.status?.warm?.successes ?? 0;

const inMinutes = (world: EngineWorld, minutes: number) => new Date(world.clock.now() + minutes * minute).toISOString();

async function cutover(world: EngineWorld, at = new Date(world.clock.now()).toISOString()): Promise<void> {
  await world.setCutover('one', at);
}

/** What the target's disks hold, as numbers of the fake's change ids: when the guest wrote last. */
async function contents(world: EngineWorld): Promise<(number | undefined)[]> {
  const { items } = await world.memory.list(persistentVolumeClaims, { namespace: 'prod' });
  return items.map((claim) => {
    const content = world.standIns.stages.contentOf(claim);
    return content === undefined ? undefined : Number(content.split('/')[1]);
  });
}

describe('a machine that is copied while it runs', () => {
  test.each([
    ['with conversion', {}],
    ['raw', { skipGuestConversion: true }],
  ])('%s, ends with the bytes that it had at power-off', async (_name, plan) => {
    const world = await begin(plan);
    await world.until(async () => (await copies(world)) === 3, 'three copies');
    expect(world.source.read('vm-101').power).toBe('On');
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    const run = await world.run();
    expect(run?.status?.error).toBeUndefined();
    expect(run?.status?.result).toBe('Succeeded');
    expect(world.standIns.stages.damages).toEqual([]);
    expect(await contents(world)).toEqual([world.source.writtenAt('vm-101'), world.source.writtenAt('vm-101')]);
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
    expect(world.source.read('vm-101')).toMatchObject({ power: 'Off', snapshots: 0 });
    expect(await world.targetRuns('web-01')).toBe(true);
    expect(run?.status?.pipeline?.map(({ name, phase }) => [name, phase])).toEqual(
      [
        'Initialize',
        ...('skipGuestConversion' in plan ? [] : ['PreflightInspection']),
        'DiskTransfer',
        'Cutover',
        ...('skipGuestConversion' in plan ? [] : ['ImageConversion']),
        'VirtualMachineCreation',
        'WaitForFinalSnapshotConsolidation',
      ].map((name) => [name, 'Completed']),
    );
  });

  test('is told copy by copy', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 2, 'two copies');
    await world.until(async () => (await history(world)).nextPrecopyAt !== undefined, 'the time of the next one');
    const before = await history(world);
    expect(before.precopies.map(({ kind, quiesced }) => [kind, quiesced])).toEqual([
      ['Full', true],
      ['Delta', true],
    ]);
    const [first, second] = before.precopies;
    expect(first?.disks?.map(({ full, copiedBytes }) => [full, copiedBytes])).toEqual([
      [true, 512 * 1024 ** 2],
      [true, 512 * 1024 ** 2],
    ]);
    expect(second?.disks?.map(({ full, copiedBytes }) => [full, copiedBytes])).toEqual([
      [undefined, 1024 ** 2],
      [undefined, 1024 ** 2],
    ]);
    expect(Date.parse(second?.start ?? '') - Date.parse(first?.end ?? '')).toBeGreaterThanOrEqual(10 * minute);
    expect(before.copiedUntil).toBe(second?.start);
    expect(Date.parse(before.nextPrecopyAt ?? '') - Date.parse(second?.end ?? '')).toBe(10 * minute);
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    const after = await history(world);
    expect(after.precopies.map(({ kind }) => kind)).toEqual(['Full', 'Delta', 'Final']);
    expect(after).toMatchObject({ successes: 3, failures: 0, snapshots: 0 });
    expect(after.nextPrecopyAt).toBeUndefined();
    const { vms } = (await world.plan()).status?.migration ?? {};
    expect(vms?.[0]?.warm).toMatchObject({ successes: 3, precopies: [{}, {}, {}] });
    const transfer = vms?.[0]?.pipeline.find(({ name }) => name === 'DiskTransfer');
    expect(transfer?.tasks?.map(({ annotations }) => annotations)).toEqual([
      { unit: 'MB', Precopy: '3' },
      { unit: 'MB', Precopy: '3' },
    ]);
    expect((await world.run())?.status?.downtime).toMatchObject({ ended: 'Target' });
  });

  test('goes on with copies for as long as nobody asks for the cutover, and remembers no more than it must', async () => {
    const world = await begin({ precopyInterval: 1 });
    await world.until(async () => (await copies(world)) === 53, 'more copies than are shown', 4 * 60 * minute);
    const run = await world.run();
    expect((await history(world)).precopies).toHaveLength(50);
    expect((await history(world)).precopies[0]?.kind).toBe('Full');
    expect(Object.keys(run?.status?.intents ?? {}).length).toBeLessThan(12);
    expect(run?.spec.grants?.length).toBe(2);
    expect(world.source.snapshots.of('vm-101')).toHaveLength(1);
  });
});

test('changes of a machine are tracked where the plan asks for it', async () => {
  const untracked = machine({ changeTracking: false, disks: [fakeDisk('web-01', 0)] });
  const world = await begin({ enableChangeTracking: true }, { machines: [untracked] });
  await world.until(async () => (await copies(world)) === 2, 'two copies');
  expect(world.source.read('vm-101').changeTracking).toBe(true);
  expect(world.source.snapshots.of('vm-101')).toHaveLength(1);
  await cutover(world);
  await world.until(() => world.ended('one'), 'the end');
  expect((await world.run())?.status?.result).toBe('Succeeded');
  expect(await contents(world)).toEqual([world.source.writtenAt('vm-101')]);
});

test('a machine whose changes are tracked already is not touched for that', async () => {
  const world = await begin({ enableChangeTracking: true });
  await world.until(async () => (await copies(world)) === 1, 'the first copy');
  expect((await history(world)).precopies[0]?.createTaskId).toBe('task-1');
});

test('a copy that follows a new password reads with that', async () => {
  const world = await begin();
  await world.until(async () => (await copies(world)) === 1, 'the first copy');
  world.secret = { user: 'other-admin', password: 'correct' };
  await world.until(async () => (await copies(world)) === 2, 'the second copy');
  const { items } = await world.memory.list(secrets, { namespace: 'prod' });
  const users = items.map(({ data }) => Buffer.from(data?.accessKeyId ?? '', 'base64').toString());
  expect(users).toEqual(['other-admin']);
});

describe('the cutover', () => {
  test('waits for its time, and is topped up right before', async () => {
    const world = await begin({ precopyInterval: 60 });
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    const at = inMinutes(world, 30);
    await cutover(world, at);
    await world.until(() => world.ended('one'), 'the end');
    const { precopies, cutover: told } = await history(world);
    expect(told?.at).toBe(at);
    const late = Date.parse(told?.begun ?? '') - Date.parse(at);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(10_000);
    const topUp = Date.parse(at) - Date.parse(precopies[1]?.start ?? '');
    expect(topUp).toBeGreaterThan(0);
    expect(topUp).toBeLessThanOrEqual(5 * minute);
    expect(precopies.map(({ kind }) => kind)).toEqual(['Full', 'Delta', 'Final']);
  });

  test('may be taken back before it begins', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world, inMinutes(world, 4));
    await world.until(async () => (await history(world)).cutover?.at !== undefined, 'the time is known');
    await world.setCutover('one', undefined);
    await world.until(async () => (await copies(world)) === 3, 'further copies');
    expect((await history(world)).cutover).toBeUndefined();
    expect(world.source.read('vm-101').power).toBe('On');
  });

  test('waits for a copy that is being made until every disk has it', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.standIns.importer = 'stalls';
    await world.untilPhase('AddCheckpoint');
    await world.untilPhase('CopyDisks');
    await cutover(world);
    const later = world.clock.now() + 20 * minute;
    await world.until(() => world.clock.now() >= later, 'twenty minutes');
    expect([await copies(world), (await world.run())?.status?.phase]).toEqual([1, 'CopyDisks']);
    world.standIns.importer = 'succeeds';
    await world.until(() => world.ended('one'), 'the end');
    expect((await history(world)).precopies.map(({ kind }) => kind)).toEqual(['Full', 'Delta', 'Final']);
    expect(world.standIns.stages.damages).toEqual([]);
  });

  test('that is asked for at once waits for the first copy', async () => {
    const world = await begin({}, { migration: { cutover: '2020-01-01T00:00:00Z' } });
    await world.until(() => world.ended('one'), 'the end');
    expect((await history(world)).precopies.map(({ kind }) => kind)).toEqual(['Full', 'Final']);
    expect(await contents(world)).toEqual([world.source.writtenAt('vm-101'), world.source.writtenAt('vm-101')]);
  });

  test('of one machine leaves the other one running', async () => {
    const other = machine({
      id: 'vm-102',
      name: 'web-02',
      uuid: '42000000-0000-4000-8000-000000000102',
      disks: [fakeDisk('web-02', 0, tracked)],
    });
    const world = await begin({}, { machines: [machine(), other] });
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await world.setCutover('one', undefined, { 'vm-101': new Date(world.clock.now()).toISOString() });
    await world.until(async () => (await world.run('vm-101'))?.status?.result === 'Succeeded', 'one is over');
    expect(world.source.read('vm-102').power).toBe('On');
    expect((await world.run('vm-102'))?.status?.phase).toBe('CopyingPaused');
  });

  test.each([
    ['an hour is waited for', 60, 'Succeeded', 'Off'],
    ['three hours is given up, and the source runs again', 180, 'Failed', 'On'],
  ] as const)('whose conversion takes %s', { timeout: 120_000 }, async (_name, minutes, result, power) => {
    const world = await begin();
    world.standIns.conversion = 'hangs';
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.untilPhase('ConvertGuest');
    const later = world.clock.now() + minutes * minute;
    await world.until(() => world.clock.now() >= later, 'that time', (minutes + 1) * minute);
    world.standIns.conversion = 'succeeds';
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe(result);
    expect(world.source.read('vm-101').power).toBe(power);
  });

  test('that fails before the commit powers the source on and says how long it was off', async () => {
    const world = await begin();
    world.standIns.conversion = 'fails';
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    const run = await world.run();
    expect(run?.status?.error?.code).toBe('conversion-failed');
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
    expect(run?.status?.downtime?.ended).toBe('Source');
    expect(run?.status?.conditions?.find(({ type }) => type === 'Failed')?.message).toMatch(
      /The source was off for \d+/,
    );
  });
});

describe('a cutover that goes wrong leaves the machine running, without snapshots', () => {
  test.each<[string, (world: EngineWorld) => void, string, string]>([
    [
      'a guest that never shuts down',
      ({ source }) => (source.shutdownMs = 'never'),
      'PowerOffSource',
      'source-not-off',
    ],
    [
      'no room for the last changes',
      ({ standIns }) => (standIns.importer = 'fails'),
      'AddFinalCheckpoint',
      'importer-failing',
    ],
    [
      'someone powers the machine on',
      ({ source }) => source.change('vm-101', { power: 'On' }),
      'CreateVM',
      'source-running',
    ],
  ])('%s', async (_name, harm, phase, code) => {
    const world = await begin({ skipGuestConversion: true });
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.untilPhase(phase);
    harm(world);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
    expect(await world.targetRuns('web-01')).toBe(false);
  });
});

describe('a source', () => {
  test('that is away for an hour between two copies ends nothing', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.reachable = false;
    const back = world.clock.now() + 60 * minute;
    await world.until(() => world.clock.now() >= back, 'an hour', 90 * minute);
    expect((await world.run())?.status?.waiting?.on).toBe('retry');
    world.source.reachable = true;
    await world.until(async () => (await copies(world)) === 2, 'the second copy');
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Succeeded');
  });

  test.each<[string, (world: EngineWorld) => void]>([
    ['is away for half an hour', ({ source }) => (source.reachable = false)],
    ['loses the machine', ({ source }) => source.remove('vm-101')],
  ])('that %s after the commit fails nothing', async (_name, harm) => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.untilPhase('RemoveFinalSnapshot');
    world.source.snapshots.removal = 'hangs';
    await world.untilPhase('WaitForFinalSnapshotRemoval');
    harm(world);
    const later = world.clock.now() + 30 * minute;
    await world.until(() => world.clock.now() >= later, 'half an hour');
    expect((await world.run())?.status?.error).toBeUndefined();
    world.source.reachable = true;
    await world.until(() => world.ended('one'), 'the end', 300 * minute);
    expect((await world.run())?.status?.result).toBe('Succeeded');
  });

  test('that is away before the first snapshot has nothing to be restored', async () => {
    const world = await begin();
    await world.untilPhase('Started');
    world.source.reachable = false;
    await world.until(() => world.ended('one'), 'the end');
    const { error, conditions } = (await world.run())?.status ?? {};
    expect(error?.code).toBe('provider-unreachable');
    expect(conditions?.map(({ type }) => type)).toEqual(['Failed']);
  });

  test('that lost the machine ends the run at once', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.remove('vm-101');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe('vm-not-found');
  });

  test('whose user may not take snapshots says so', async () => {
    const world = await EngineWorld.create({ machines: [machine()], plan: { type: 'warm' } });
    const parameters = { privilege: 'VirtualMachine.State.CreateSnapshot' };
    world.source.failNext('takeSnapshot', new ForbiddenError('no', { code: 'MissingPrivilege', parameters }));
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    const { error } = (await world.run())?.status ?? {};
    expect([error?.code, error?.parameters?.what]).toEqual([
      'forbidden',
      'take snapshots (VirtualMachine.State.CreateSnapshot)',
    ]);
  });

  test('that hangs with a snapshot is told, and nothing is given up until none is left', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await world.cancel(await world.migration('one'), ['vm-101']);
    world.source.snapshots.removal = 'fails';
    const alerted = async () =>
      (await world.run())?.status?.conditions?.find(({ type }) => type === 'SourceNotRestored')?.message;
    await world.until(async () => (await alerted()) !== undefined, 'an alert');
    expect(await alerted()).toContain('forklift-migration-precopy (snapshot-');
    expect(await world.ended('one')).toBe(false);
    world.source.snapshots.removal = 'works';
    await world.until(() => world.ended('one'), 'the end');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
  });
});

describe('where the record of changes is in doubt', () => {
  const reasonOf = async (world: EngineWorld) => (await history(world)).precopies.map(({ reason }) => reason);

  test.each<[string, (world: EngineWorld) => void, RegExp]>([
    ['the record was begun anew', ({ source }) => source.snapshots.reset('vm-101'), /begun anew/],
    [
      'someone took a snapshot',
      ({ source }) => source.snapshots.takeForeign('vm-101', 'nightly'),
      /nightly was taken by someone else/,
    ],
  ])('%s: all is copied again into empty volumes', async (_name, harm, reason) => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 2, 'two copies');
    harm(world);
    await world.until(async () => (await copies(world)) === 3, 'the third copy');
    expect((await reasonOf(world))[2]).toMatch(reason);
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Succeeded');
    expect(world.standIns.stages.damages).toEqual([]);
    expect(await contents(world)).toEqual([world.source.writtenAt('vm-101'), world.source.writtenAt('vm-101')]);
  });

  test('a cutover that is due waits for the full copy that someone’s snapshot made necessary', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.snapshots.takeForeign('vm-101', 'nightly');
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    expect((await history(world)).precopies.map(({ kind, reason }) => [kind, reason !== undefined])).toEqual([
      ['Full', false],
      ['Delta', true],
      ['Final', false],
    ]);
    expect(world.source.snapshots.of('vm-101').map(({ name }) => name)).toEqual(['nightly']);
  });

  test('it ends when the machine is off already, and the machine runs again', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.untilPhase('WaitForPowerOff');
    world.source.snapshots.reset('vm-101');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe('changes-doubtful');
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
  });
});

describe('ends with a clear reason where', () => {
  const noDisk = [fakeDisk('web-01', 0, tracked)];
  const grown = [fakeDisk('web-01', 0, { ...tracked, capacityBytes: 2 * 1024 ** 3 }), fakeDisk('web-01', 1, tracked)];
  test.each<[string, Partial<SourceMachine>, string]>([
    ['a disk was removed', { disks: noDisk }, 'source-changed'],
    ['a disk has grown', { disks: grown }, 'source-changed'],
    ['tracking was switched off', { changeTracking: false }, 'change-tracking-off'],
  ])('%s between two copies', async (_name, change, code) => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.change('vm-101', change);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
  });

  test.each<[string, Partial<SourceMachine>, string]>([
    ['changes are not tracked', { changeTracking: false }, 'change-tracking-off'],
    [
      'changes of one disk are not tracked',
      { disks: [fakeDisk('web-01', 0, tracked), fakeDisk('web-01', 1)] },
      'change-tracking-off',
    ],
    [
      'a disk is independent',
      { shapes: [{ kind: 'independent', disk: '2001', detail: 'disk 2 is independent' }] },
      'source-shape',
    ],
  ])('%s before the first copy', async (_name, change, code) => {
    const world = await begin({}, { machines: [machine(change)] });
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.error?.code).toBe(code);
    expect(world.source.count('takeSnapshot')).toBe(0);
  });

  test('there are snapshots before the first copy', async () => {
    const world = await EngineWorld.create({ machines: [machine()], plan: { type: 'warm' } });
    world.source.snapshots.takeForeign('vm-101', 'nightly');
    await world.migrate('one');
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Failed');
    expect(world.source.count('takeSnapshot')).toBe(0);
  });
});

describe('snapshots', () => {
  test('of a guest that cannot be brought to rest are taken as it is, and that is said', async () => {
    const world = await begin();
    world.source.snapshots.quiescing = 'fails';
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    const run = await world.run();
    expect(run?.status?.warm?.precopies[0]?.quiesced).toBe(false);
    expect(run?.status?.conditions?.map(({ type }) => type)).toContain('SnapshotNotQuiesced');
  });

  test('that fail between two copies are tried again', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.snapshots.taking = 'fails';
    const waits = async () => (await world.run())?.status?.waiting?.reason === 'A snapshot could not be taken yet';
    await world.until(waits, 'a failure');
    world.source.snapshots.taking = 'works';
    await world.until(async () => (await copies(world)) === 2, 'the second copy');
    expect(world.source.snapshots.of('vm-101')).toHaveLength(1);
  });

  test('that fail again and again end the run, and the machine goes on', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.snapshots.taking = 'fails';
    await world.until(() => world.ended('one'), 'the end');
    const { error } = (await world.run())?.status ?? {};
    expect([error?.code, error?.parameters?.detail]).toEqual(['snapshot-failed', 'No space left']);
    expect(world.source.count('takeSnapshot')).toBe(6);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
  });

  test('that cannot be removed are reported by name, and the migration ends well', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.snapshots.removal = 'fails';
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    const run = await world.run();
    expect(run?.status?.result).toBe('Succeeded');
    const left = run?.status?.conditions?.find(({ type }) => type === 'SnapshotsLeft');
    expect(left?.items).toEqual(world.source.snapshots.of('vm-101').map(({ name, id }) => `${name} (${id})`));
    expect(left?.items).toHaveLength(2);
  });

  test('whose removal hangs keep the machine from being powered off', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    world.source.snapshots.removal = 'hangs';
    await cutover(world);
    const failed = async () => (await world.run())?.status?.error?.code === 'snapshot-failed';
    await world.until(failed, 'the end of patience', 180 * minute);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(world.source.count('shutdownGuest')).toBe(0);
    expect((await world.run())?.status?.state).toBe('Restoring');
  });

  test('whose removal hangs at the end are reported by name after two hours', async () => {
    const world = await begin({ skipGuestConversion: true });
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    await cutover(world);
    await world.untilPhase('RemoveFinalSnapshot');
    world.source.snapshots.removal = 'hangs';
    await world.until(() => world.ended('one'), 'the end', 180 * minute);
    const { result, warm } = (await world.run())?.status ?? {};
    expect([result, warm?.left?.length]).toEqual(['Succeeded', 1]);
  });

  test('beyond the most that a chain bears are not taken: the machine waits for its cutover', async () => {
    const world = await begin();
    await world.until(async () => (await copies(world)) === 1, 'the first copy');
    for (let number = 0; number < 27; number += 1) world.source.snapshots.takeForeign('vm-101', `nightly-${number}`);
    const limited = async () => (await world.run())?.status?.warm?.limitReached !== undefined;
    await world.until(limited, 'the limit');
    expect((await world.run())?.status?.waiting?.reason).toMatch(/Warm import retry limit reached/);
    expect(await copies(world)).toBe(1);
    await cutover(world);
    await world.until(() => world.ended('one'), 'the end');
    expect((await world.run())?.status?.result).toBe('Succeeded');
  });

  test('are removed after a cancel, one that was only just asked for included', async () => {
    const world = await begin();
    await world.untilPhase('WaitForInitialSnapshot');
    await world.cancel(await world.migration('one'), ['vm-101']);
    await world.until(() => world.ended('one'), 'the end');
    await world.clock.advance(minute);
    expect(world.source.snapshots.of('vm-101')).toEqual([]);
    expect(world.source.read('vm-101').power).toBe('On');
    expect(await world.left()).toEqual({});
  });
});
