import { describe, expect, it } from 'vitest';
import type {
  VirtualMachineMigrationStatus,
  VirtualMachineMigrationWarm,
  VirtualMachineMigrationWarmPrecopies,
} from '../../api/generated/virtual-machine-migration.ts';
import { machineRun } from '../../testing/machine-run.ts';
import { copiedBytes } from './steps.ts';
import { vmDetails } from './vm-details.ts';
import { vmRow } from './vm-row.ts';

const minute = 60_000;
const gib = 2 ** 30;
const start = Date.parse('2026-01-01T00:00:00Z');
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

type Precopy = VirtualMachineMigrationWarmPrecopies;
const disk = (changedBytes: number, copied: number) => ({ disk: 'a.vmdk', changedBytes, copiedBytes: copied });
const first: Precopy = { kind: 'Full', start: at(0), end: at(60), snapshotAt: at(1), disks: [disk(8 * gib, 8 * gib)] };
const delta = (from: number, minutes: number, bytes: number): Precopy => ({
  kind: 'Delta',
  start: at(from),
  end: at(from + minutes),
  disks: [disk(bytes, bytes)],
});

interface Parts {
  readonly status?: VirtualMachineMigrationStatus;
  readonly warm?: Partial<VirtualMachineMigrationWarm>;
  readonly cutover?: string;
}

function runOf({ status = {}, warm = {}, cutover }: Parts = {}) {
  const kept = { successes: 0, failures: 0, consecutiveFailures: 0, precopies: [], ...warm };
  const run = machineRun({ status: { ...status, warm: kept } });
  run.spec.resolved.warm = { precopyIntervalMs: 60 * minute };
  if (cutover !== undefined) run.spec.cutover = { at: cutover };
  return run;
}

const row = (parts: Parts, minutes = 0) =>
  vmRow({ vm: { id: 'vm-101' }, runs: [runOf(parts)], now: start + minutes * minute });

const copied = { successes: 1, copiedUntil: at(1), nextPrecopyAt: at(120), precopies: [first] };
const copying: Precopy = { kind: 'Delta', start: at(120), disks: [disk(2 * gib, gib)] };
const pausing = { phase: 'CopyingPaused' };

describe('the state of a VM that is copied while it runs', () => {
  it.each<[string, Parts, number, string, string]>([
    [
      'with its first snapshot',
      { status: { phase: 'WaitForInitialSnapshot', cursor: { list: 'pipeline', index: 1, round: 0, since: at(0) } } },
      0,
      'TakingSnapshot',
      `Snapshot for copy 1 since ${at(0)}. Source runs.`,
    ],
    [
      'during its first copy, whatever was said of its cutover',
      { status: { phase: 'CopyDisks', waiting: { on: 'pod', reason: 'Disk 1 of 2', since: at(1) } }, cutover: at(0) },
      2,
      'CopyingDisks',
      'Disk 1 of 2.',
    ],
    [
      'between two copies',
      { status: pausing, warm: copied },
      70,
      'ReadyForCutover',
      `Copy 1, 8.0 GiB, has what was there at ${at(1)}. Next ${at(120)}. Source runs.`,
    ],
    [
      'that can have no more snapshots',
      { status: pausing, warm: { ...copied, limitReached: 'Warm import retry limit reached' } },
      70,
      'ReadyForCutover',
      'Warm import retry limit reached. Source runs.',
    ],
    [
      'during a later copy',
      { status: { phase: 'CopyDisks' }, warm: { ...copied, precopies: [first, copying] }, cutover: at(200) },
      121,
      'CopyingDisks',
      'Copy 2, 1 of 2 GiB of changes. Source runs.',
    ],
    [
      'whose cutover has a time',
      { status: pausing, warm: copied, cutover: at(100) },
      70,
      'CutoverScheduled',
      `Cutover ${at(100)}. Copied until ${at(1)}. Source runs.`,
    ],
    [
      'whose cutover is due during a copy',
      { status: { phase: 'CopyDisks' }, warm: { ...copied, precopies: [first, copying] }, cutover: at(121) },
      122,
      'CutoverDue',
      `Due since ${at(121)}. Waits for copy 2. Source runs.`,
    ],
    [
      'whose cutover is due and has no slot',
      {
        status: { phase: 'CreateSnapshot', waiting: { on: 'slot', reason: 'x', since: at(121) } },
        warm: copied,
        cutover: at(121),
      },
      122,
      'CutoverDue',
      `Due since ${at(121)}. Waits for its turn. Source runs.`,
    ],
    [
      'whose cutover has begun',
      { status: { phase: 'StorePowerState' }, warm: { ...copied, cutover: { begun: at(121) } }, cutover: at(121) },
      122,
      'ShuttingDownSource',
      'Guest asked to shut down at .',
    ],
    [
      'after its shutdown',
      {
        status: { phase: 'Finalize', downtime: { since: at(122) } },
        warm: {
          ...copied,
          cutover: { begun: at(121) },
          precopies: [first, { kind: 'Final', start: at(123), disks: [disk(2 * gib, gib)] }],
        },
      },
      125,
      'CopyingFinalChanges',
      `Source off since ${at(122)}. 1 of 2 GiB.`,
    ],
    [
      'whose target is there',
      { status: { phase: 'WaitForFinalSnapshotRemoval' }, warm: { ...copied, cutover: { begun: at(121) } } },
      130,
      'RemovingSnapshots',
      'Migrated to prod/web-01; snapshots are removed at the source.',
    ],
  ])('%s', (_, parts, minutes, state, text) => {
    const found = row(parts, minutes);
    expect([found.state, found.message.text]).toEqual([state, text]);
  });
});

describe('the copies of a VM', () => {
  it('are numbered through, although only the first and the newest are kept', () => {
    const warm = { successes: 60, precopies: [first, delta(500, 2, gib), delta(600, 3, gib), copying] };
    const run = runOf({ warm });
    const details = vmDetails(vmRow({ vm: { id: 'vm-101' }, runs: [run], now: start }), run);
    expect(details.copies.map(({ number, kind }) => [number, kind])).toEqual([
      [1, 'Full'],
      [59, 'Delta'],
      [60, 'Delta'],
      [61, 'Delta'],
    ]);
    expect(details.warm).toMatchObject({ copies: 60, last: { number: 60 }, current: { number: 61 } });
  });

  it('say how long the last one, at the cutover, may take', () => {
    const precopies = [first, delta(100, 9, gib), delta(200, 2, gib), delta(300, 4, 3 * gib), delta(400, 3, gib)];
    expect(row({ warm: { successes: 5, precopies } }).warm?.expected).toEqual({
      leastSeconds: 120,
      mostSeconds: 240,
      copies: 3,
      mostBytes: 3 * gib,
    });
    expect(row({ warm: copied }).warm?.expected).toBeUndefined();
  });

  it('have no sum where the source did not tell of every disk', () => {
    const partly: Precopy = { ...copying, disks: [disk(gib, gib), { disk: 'b.vmdk', copiedBytes: gib }] };
    expect(row({ warm: { ...copied, precopies: [first, partly] } }).warm?.current).toMatchObject({
      changedBytes: undefined,
      copiedBytes: 2 * gib,
    });
  });

  it('move the rate after the first one, whose row stays as it is', () => {
    const pipeline = [{ name: 'DiskTransfer', started: at(1), progress: { completed: 8192, total: 8192 } }];
    const bytes = (warm: Partial<VirtualMachineMigrationWarm>) => copiedBytes(runOf({ status: { pipeline }, warm }));
    expect((bytes({ ...copied, precopies: [first, copying] }) ?? 0) - (bytes(copied) ?? 0)).toBe(gib);
  });
});

it.each<[string, VirtualMachineMigrationStatus['downtime'], number | undefined]>([
  ['until its target ran', { since: at(0), until: at(6), ended: 'Target' }, 360],
  ['until its source was on again', { since: at(0), until: at(2), ended: 'Source' }, 120],
  ['and still is', { since: at(0) }, undefined],
])('a machine was off %s', (_, downtime, seconds) => {
  const found = row({ status: { state: 'Ended', result: 'Failed', completed: at(90), downtime } });
  expect([found.downtimeSeconds, found.downtime]).toEqual([
    seconds,
    { since: downtime?.since, until: downtime?.until },
  ]);
});

it.each([
  ['that are being removed in vain', 'RestoreSnapshots', ['snapshot-7']],
  ['that nobody has tried to remove yet', 'RestorePower', []],
])('snapshots %s', (_name, phase, left) => {
  const conditions = [{ type: 'SourceNotRestored', status: 'True' as const }];
  const precopies = [{ ...first, snapshot: 'snapshot-7' }];
  expect(row({ status: { state: 'Restoring', phase, conditions }, warm: { precopies } }).warm?.snapshotsLeft).toEqual(
    left,
  );
});
