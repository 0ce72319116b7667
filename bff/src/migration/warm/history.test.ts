import { describe, expect, test } from 'vitest';
import { done, wait, type Outcome } from '../../pipeline/outcome.ts';
import { noHistory, tellHistory, type WarmHistory } from './history.ts';

const at = '2026-01-01T01:00:00.000Z';
const askedAt = '2026-01-01T00:50:00.000Z';
const disks = [{ key: '2000', file: '[ds1] web-01/web-01.vmdk' }];

function told(history: WarmHistory, ...calls: readonly (readonly [string, Outcome])[]): WarmHistory {
  return calls.reduce((before, [step, outcome]) => tellHistory(before, { step, outcome, at, disks }), history);
}

const taken = { snapshot: 'snapshot-1', at: askedAt, quiesced: true, count: 2 };
const pass = { disk: '2000', changeId: 'e/1', since: '', changedBytes: 700 };
const first = [
  ['CreateInitialSnapshot', done({ askedAt, task: 'task-1' })],
  ['WaitForInitialSnapshot', done(taken)],
  ['StoreInitialSnapshotDeltas', done({ snapshot: 'snapshot-1', askedAt, disks: [pass], foreign: [] })],
  ['CopyDisks', done({})],
] as const;
const copying = (restarts: number) =>
  wait({ on: 'cluster', reason: '', tasks: [{ name: 'd', completed: 0, total: 1, restarts }] });

test('a copy is told from its snapshot to its end', () => {
  expect(told(noHistory, ...first)).toEqual({
    successes: 1,
    failures: 0,
    consecutiveFailures: 0,
    snapshots: 2,
    copiedUntil: askedAt,
    precopies: [
      {
        kind: 'Full',
        start: askedAt,
        createTaskId: 'task-1',
        snapshot: 'snapshot-1',
        snapshotAt: askedAt,
        quiesced: true,
        end: at,
        disks: [{ disk: disks[0]?.file, deltaId: 'e/1', full: true, changedBytes: 700, copiedBytes: 700 }],
      },
    ],
  });
});

test('a disk that is copied again has the reason', () => {
  const again = { ...pass, reason: 'the record of its changes was begun anew at the source' };
  const history = told(
    noHistory,
    ...first,
    ['CreateSnapshot', done({ askedAt })],
    ['StoreSnapshotDeltas', done({ snapshot: 'snapshot-2', askedAt, disks: [again], foreign: [] })],
  );
  expect(history.precopies[1]).toMatchObject({ kind: 'Delta', reason: again.reason, disks: [{ full: true }] });
});

test.each([
  ['in its own zone', '2026-01-01T01:50:00.123456+01:00', '2026-01-01T00:50:00.123Z'],
  ['not at all', '', undefined],
])('a source that tells the time of a snapshot %s', (_name, time, expected) => {
  const history = told(noHistory, first[0], ['WaitForInitialSnapshot', done({ ...taken, at: time })]);
  expect(history.precopies[0]?.snapshotAt).toBe(expected);
});

describe('restarts of importers', () => {
  test('count as failures until a copy ends well', () => {
    const failing = told(noHistory, ...first.slice(0, 3), ['CopyDisks', copying(1)], ['CopyDisks', copying(2)]);
    expect(failing).toMatchObject({ failures: 2, consecutiveFailures: 2, successes: 0 });
    expect(told(failing, ['CopyDisks', done({})])).toMatchObject({ failures: 2, consecutiveFailures: 0, successes: 1 });
  });

  test('of an earlier copy, which CDI goes on telling, count once', () => {
    const history = told(noHistory, ['CopyDisks', copying(2)], ['CopyDisks', done({})], ['CopyDisks', copying(2)]);
    expect(history).toMatchObject({ failures: 2, consecutiveFailures: 0 });
  });
});

describe('between two copies', () => {
  const until = Date.parse('2026-01-01T02:00:00Z');
  const pausing = (reason: string) => told(noHistory, ...first, ['CopyingPaused', wait({ on: 'time', until, reason })]);
  test.each([
    ['the next copy has a time', 'Waits for the next copy', { nextPrecopyAt: '2026-01-01T02:00:00.000Z' }],
    ['none is made before the cutover', 'Waits for its cutover', { nextPrecopyAt: undefined }],
  ])('%s', (_name, reason, expected) => {
    expect(pausing(reason)).toMatchObject(expected);
  });

  test('the cutover begins once', () => {
    const history = told(pausing('Waits for the next copy'), ['CopyingPaused', done({ begun: at })]);
    expect(history).toMatchObject({ cutover: { begun: at }, nextPrecopyAt: undefined });
  });
});

test('the first copy and the newest others are kept', () => {
  const again = ['CreateSnapshot', done({ askedAt, task: 'task-9' })] as const;
  const { precopies } = told(noHistory, ...first, ...Array.from({ length: 80 }, () => again));
  expect(precopies).toHaveLength(50);
  expect(precopies[0]?.kind).toBe('Full');
  expect(new Set(precopies.slice(1).map(({ kind }) => kind))).toEqual(new Set(['Delta']));
});

test('snapshots that could not be removed are named until they are', () => {
  const left = told(noHistory, ['WaitForPreviousSnapshotRemoval', done({ count: 1, left: ['precopy (snapshot-1)'] })]);
  expect(left.left).toEqual(['precopy (snapshot-1)']);
  expect(told(left, ['WaitForFinalSnapshotRemoval', done({ count: 0 })]).left).toBeUndefined();
});
