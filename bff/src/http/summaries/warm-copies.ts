import type {
  VirtualMachineMigration,
  VirtualMachineMigrationWarmPrecopies,
} from '../../api/generated/virtual-machine-migration.ts';
import type { Copy, Warm } from '../../api/http/plan-machines.ts';
import { restoreSnapshots } from '../../migration/steps/restore-snapshots.ts';
import { expectedFinalCopy } from './expected-final-copy.ts';
import { isNotRestored } from './not-restored.ts';
import { progressOf } from './progress.ts';
import type { Rate } from './rates.ts';

type Precopy = VirtualMachineMigrationWarmPrecopies;

/** undefined unless it is known of every disk. */
function sumOver(
  { disks = [] }: Precopy,
  bytesOf: (disk: NonNullable<Precopy['disks']>[number]) => number | undefined,
) {
  const known = disks.map(bytesOf);
  return known.length === 0 || known.includes(undefined)
    ? undefined
    : known.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
}

function copyOf(precopy: Precopy, number: number): Copy {
  const { kind, start, end, snapshot, snapshotAt, quiesced, reason } = precopy;
  return {
    number,
    kind,
    started: start,
    ended: end,
    snapshot,
    snapshotAt,
    quiesced,
    changedBytes: sumOver(precopy, (disk) => disk.changedBytes),
    copiedBytes: sumOver(precopy, (disk) => disk.copiedBytes),
    reason,
  };
}

/** The first copy and the newest ones: what was left out between them lies before the second. */
export function copiesOf({ status }: VirtualMachineMigration): Copy[] {
  const { precopies, successes } = status?.warm ?? { precopies: [], successes: 0 };
  const ended = precopies.filter(({ end }) => end !== undefined).length;
  const leftOut = Math.max(0, successes - ended);
  return precopies.map((precopy, index) => copyOf(precopy, index === 0 ? 1 : index + 1 + leftOut));
}

function currentOf(copies: readonly Copy[], rate: Rate | undefined): Warm['current'] {
  const current = copies.at(-1);
  if (current === undefined || current.ended !== undefined) return undefined;
  const { changedBytes: totalBytes, copiedBytes: completedBytes } = current;
  if (totalBytes === undefined || completedBytes === undefined) return current;
  return { ...current, progress: progressOf({ completedBytes, totalBytes, done: false, rate }) };
}

/** Those that could not be removed; while they are being removed in vain, the newest. */
function snapshotsLeft(run: VirtualMachineMigration): string[] {
  const { warm, phase } = run.status ?? {};
  const last = warm?.precopies.at(-1)?.snapshot;
  const isInVain = isNotRestored(run) && phase === restoreSnapshots.name;
  return warm?.left ?? (isInVain && last !== undefined ? [last] : []);
}

/** undefined for a run that is not warm. */
export function warmOf(run: VirtualMachineMigration, rate?: Rate): Warm | undefined {
  const { warm } = run.status ?? {};
  if (run.spec.resolved.warm === undefined) return undefined;
  const copies = copiesOf(run);
  return {
    copies: warm?.successes ?? 0,
    last: copies.findLast(({ ended }) => ended !== undefined),
    current: run.status?.state === 'Running' ? currentOf(copies, rate) : undefined,
    copiedUntil: warm?.copiedUntil,
    nextCopyAt: warm?.nextPrecopyAt,
    snapshots: warm?.snapshots,
    snapshotsLeft: snapshotsLeft(run),
    failures: warm?.consecutiveFailures ?? 0,
    limitReached: warm?.limitReached,
    cutover: { at: run.spec.cutover?.at, begun: warm?.cutover?.begun },
    expected: expectedFinalCopy(copies),
  };
}

/** Bytes of all copies after the first one, for the rate. */
export function laterBytes({ status }: VirtualMachineMigration): number {
  const later = (status?.warm?.precopies ?? []).slice(1).flatMap(({ disks = [] }) => disks);
  return later.reduce((sum, { copiedBytes = 0 }) => sum + copiedBytes, 0);
}
