import { modelOf, smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { describe, expect, test } from 'vitest';
import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.ts';
import { settled, startVcenter, type TestVcenter } from '../../testing/vcenter.ts';
import type { SourceTask, WarmSource } from '../warm-source.ts';
import { openSource } from './source.ts';

const vm = 'vm-1';
const block = 4096;
const taskTimes = { createMs: 2_000, removeMs: 4_000, reconfigureMs: 1_000 };

interface Scene extends TestVcenter {
  readonly warm: WarmSource;
  /** In virtual time. */
  readonly ask: <T>(work: Promise<T>) => Promise<T>;
  /** The task, once it has ended. */
  readonly end: (task: string) => Promise<SourceTask>;
  /** A snapshot of ours that is there. */
  readonly take: (description: string) => Promise<string>;
}

async function scene(areasPerAnswer = 2_000): Promise<Scene> {
  const machine = { ...smallMachine, power: 'poweredOn', changeTracking: true } as const;
  const world = await startVcenter({
    model: modelOf(machine),
    settings: { snapshots: { ...taskTimes, areasPerAnswer } },
  });
  const { warm } = openSource(world.connection, world.context);
  if (warm === undefined) throw new Error('The source has no snapshots.');
  const ask = <T>(work: Promise<T>) => settled(world.clock, work);
  const end = async (task: string): Promise<SourceTask> => {
    for (let second = 0; second < 60; second += 1) {
      const state = await ask(warm.task(task));
      if (state.state !== 'running') return state;
      await world.clock.advance(1_000);
    }
    throw new Error(`Task ${task} does not end.`);
  };
  const take = async (description: string): Promise<string> => {
    await end(await ask(warm.takeSnapshot(vm, { name: 'precopy', description, quiesce: true })));
    const { snapshots } = await ask(warm.chain(vm));
    return snapshots.find((snapshot) => snapshot.description === description)?.id ?? '';
  };
  return { ...world, warm, ask, end, take };
}

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a snapshot', () => {
  test('stands in the chain once its task has ended', async () => {
    const { warm, ask, end, vcenter } = await scene();
    vcenter.machines.snapshot(vm, 'nightly');
    const task = await ask(
      warm.takeSnapshot(vm, { name: 'precopy', description: 'run 7: <first> & "only"', quiesce: true }),
    );
    expect((await ask(warm.chain(vm))).busy).toBe(true);
    expect(await end(task)).toEqual({ state: 'succeeded' });
    const { snapshots, busy, consolidationNeeded } = await ask(warm.chain(vm));
    expect({ busy, consolidationNeeded }).toEqual({ busy: false, consolidationNeeded: false });
    expect(snapshots.map(({ name, description, quiesced }) => [name, description, quiesced])).toEqual([
      ['nightly', '', false],
      ['precopy', 'run 7: <first> & "only"', true],
    ]);
  });

  test('of a guest that does not come to rest fails for that reason', async () => {
    const { warm, ask, end, vcenter } = await scene();
    vcenter.machines.change(vm, (machine) => (machine.quiescing = 'fails'));
    const task = await ask(warm.takeSnapshot(vm, { name: 'precopy', description: 'x', quiesce: true }));
    expect(await end(task)).toMatchObject({ state: 'failed', notQuiesced: true });
    const again = await ask(warm.takeSnapshot(vm, { name: 'precopy', description: 'x', quiesce: false }));
    expect(await end(again)).toEqual({ state: 'succeeded' });
  });

  test('that fails for another reason has the words of the vCenter', async () => {
    const { warm, ask, end, vcenter } = await scene();
    const action = { kind: 'fails', type: 'InsufficientResourcesFault', message: 'No space left.' } as const;
    vcenter.faults.add({ method: 'VirtualMachine.createSnapshot', action });
    const task = await ask(warm.takeSnapshot(vm, { name: 'precopy', description: 'x', quiesce: true }));
    expect(await end(task)).toEqual({ state: 'failed', message: 'No space left.' });
  });

  test('that is removed is gone, and its disks are merged', async () => {
    const { warm, ask, end, take } = await scene();
    const snapshot = await take('x');
    expect(await end(await ask(warm.removeSnapshot(snapshot)))).toEqual({ state: 'succeeded' });
    expect(await ask(warm.chain(vm))).toEqual({ snapshots: [], busy: false, consolidationNeeded: false });
  });

  test('whose disks cannot be merged leaves that to be done', async () => {
    const { warm, ask, end, take, vcenter } = await scene();
    const snapshot = await take('x');
    vcenter.machines.change(vm, (machine) => (machine.consolidation = 'fails'));
    expect(await end(await ask(warm.removeSnapshot(snapshot)))).toMatchObject({ state: 'failed' });
    expect(await ask(warm.chain(vm))).toMatchObject({ snapshots: [], consolidationNeeded: true });
    vcenter.machines.change(vm, (machine) => (machine.consolidation = 'works'));
    expect(await end(await ask(warm.consolidate(vm)))).toEqual({ state: 'succeeded' });
    expect(await ask(warm.chain(vm))).toMatchObject({ consolidationNeeded: false });
  });

  test.each<[string, (scene: Scene) => Promise<unknown>, unknown]>([
    ['a machine that is gone', ({ warm }) => warm.chain('vm-404'), NotFoundError],
    ['a snapshot that is gone', ({ warm }) => warm.removeSnapshot('snapshot-404'), NotFoundError],
    ['the disks of a snapshot that is gone', ({ warm }) => warm.disksAt('snapshot-404'), NotFoundError],
    [
      'a machine that another task holds',
      async ({ warm }) => {
        await warm.takeSnapshot(vm, { name: 'a', description: '', quiesce: false });
        return warm.takeSnapshot(vm, { name: 'b', description: '', quiesce: false });
      },
      ConflictError,
    ],
    [
      'a user who may not take any',
      ({ warm, vcenter }) => {
        vcenter.missingPrivileges.add('VirtualMachine.State.CreateSnapshot');
        return warm.takeSnapshot(vm, { name: 'a', description: '', quiesce: false });
      },
      ForbiddenError,
    ],
  ])('and %s', async (_name, work, expected) => {
    const world = await scene();
    expect(await world.ask(refusal(work(world)))).toBeInstanceOf(expected);
  });

  test('a task that the vCenter has forgotten is unknown', async () => {
    const { warm, ask } = await scene();
    expect(await ask(warm.task('task-404'))).toEqual({ state: 'unknown' });
  });
});

describe('the record of changes', () => {
  test('has a position for each disk in each snapshot', async () => {
    const { warm, ask, take } = await scene();
    const disks = await ask(warm.disksAt(await take('x')));
    expect(disks.map(({ key, capacityBytes }) => [key, capacityBytes])).toEqual([
      ['2000', 8 * 1024 ** 2],
      ['2001', 4 * 1024 ** 2],
    ]);
    for (const { changeId } of disks) expect(changeId).toMatch(/^[0-9a-f -]+\/\d+$/);
  });

  test.each([
    ['in one answer', 2_000],
    ['in many answers', 1],
  ])('tells how much changed, %s', async (_name, areasPerAnswer) => {
    const world = await scene(areasPerAnswer);
    const { warm, ask, take, vcenter, clock } = world;
    const [before] = await ask(warm.disksAt(await take('one')));
    vcenter.machines.writeEvery(vm, 10_000);
    await clock.advance(35_000);
    vcenter.machines.writeEvery(vm, undefined);
    const snapshot = await take('two');
    const question = { snapshot, disk: '2000', capacityBytes: 8 * 1024 ** 2 };
    const changed = await ask(warm.changedBytes(vm, { ...question, since: before?.changeId ?? '' }));
    expect(changed).toBeGreaterThanOrEqual(block);
    expect(changed).toBeLessThanOrEqual(3 * 24 * block + 3 * 64 * 1024 * 2);
    const allocated = await ask(warm.changedBytes(vm, { ...question, since: '*' }));
    if (areasPerAnswer > 1) expect(allocated).toBeGreaterThanOrEqual(2 * 1024 ** 2);
  });

  test('knows nothing since a position of an earlier record', async () => {
    const { warm, ask, take, vcenter } = await scene();
    const [before] = await ask(warm.disksAt(await take('one')));
    vcenter.machines.resetChangeTracking(vm);
    const question = { snapshot: await take('two'), disk: '2000', capacityBytes: 8 * 1024 ** 2 };
    const error = await ask(refusal(warm.changedBytes(vm, { ...question, since: before?.changeId ?? '' })));
    expect(error instanceof ConflictError && error.code).toBe('changes-unknown');
  });

  test('begins with the snapshot after the one that follows the request', async () => {
    const { warm, ask, end, take, vcenter } = await scene();
    vcenter.machines.change(vm, (machine) => (machine.changeTracking = false));
    expect(await end(await ask(warm.trackChanges(vm)))).toEqual({ state: 'succeeded' });
    const first = await take('stun');
    await end(await ask(warm.removeSnapshot(first)));
    const disks = await ask(warm.disksAt(await take('one')));
    expect(disks.every(({ changeId }) => changeId !== '')).toBe(true);
  });
});
