import { done, fail, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep, type Step } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { describeSnapshot, ourSnapshots } from '../warm/our-snapshots.ts';
import type { SnapshotChain, SourceSnapshot } from '../../providers/warm-source.ts';
import { askConsolidation, askRemoval } from '../warm/removal.ts';
import { runningSource, unlessGone, type RunningSource } from '../warm/warm-source-of.ts';
import type { SnapshotRow } from './create-snapshot.ts';
import {
  removeFinalSnapshot,
  removePenultimateSnapshot,
  removePreviousSnapshot,
  type AskedRemoval,
} from './remove-snapshots.ts';

export interface Removal {
  /** Snapshots of the machine now, whoever made them. */
  readonly count: number;
  /** Ours that could not be removed, by name. */
  readonly left?: readonly string[];
}

export const waitForPreviousSnapshotRemoval = waitsForRemoval(removePreviousSnapshot, {
  name: 'WaitForPreviousSnapshotRemoval',
  group: 'DiskTransfer',
  description: 'Wait until the snapshot is removed',
});

export const waitForPenultimateSnapshotRemoval = waitsForRemoval(removePenultimateSnapshot, {
  name: 'WaitForPenultimateSnapshotRemoval',
  group: 'Cutover',
  description: 'Wait until the snapshot before the last one is removed',
});

/** The proof that none of ours is left, or the report which are. */
export const waitForFinalSnapshotRemoval = waitsForRemoval(removeFinalSnapshot, {
  name: 'WaitForFinalSnapshotRemoval',
  group: 'WaitForFinalSnapshotConsolidation',
  description: 'Wait until the last snapshot is removed and its disks are merged',
  isPatient: true,
});

/** Attempts beside the first, with pauses that double. */
const mostAttempts = 4;
const firstPauseMs = 30_000;

/** Snapshots that stay make the chain longer, and no more: the run goes on with them, and says so. */
export function waitsForRemoval(ask: Step<MachineScope, AskedRemoval>, row: SnapshotRow): Step<MachineScope, Removal> {
  return defineStep<MachineScope, Removal>({
    ...row,
    run: async (scope) => {
      const source = await (row.isPatient === true ? unlessGone(scope) : runningSource(scope));
      if (source === undefined) return done({ count: 0 });
      const ours = ourSnapshots(source.chain, scope.run);
      const mayEnd = row.isPatient === true && !scope.resolved.settings.waitForConsolidation;
      if (ours.length === 0 && (mayEnd || isAtRest(source.chain)))
        return done({ count: source.chain.snapshots.length });
      const attempts = attemptsOf(scope);
      const first = attempts.length === 0 ? scope.outputOf(ask)?.task : undefined;
      if (source.chain.busy || (await runs(source, first))) return running(scope, source, row);
      if (attempts.length >= mostAttempts || isLate(scope)) return left(source.chain, ours);
      return again(scope, source, attempts);
    },
  });
}

function isAtRest({ busy, consolidationNeeded }: SnapshotChain): boolean {
  return !busy && !consolidationNeeded;
}

function isLate({ now, since, resolved }: RunScope): boolean {
  return now >= since + resolved.settings.snapshotRemovalMs;
}

/** While the source removes one no other can be taken: the machine is not powered off for that. */
function running(scope: RunScope, { chain }: RunningSource, { group }: SnapshotRow) {
  if (!isLate(scope)) return wait({ on: 'source', reason: 'The source removes a snapshot' });
  if (group !== 'Cutover') return left(chain, ourSnapshots(chain, scope.run));
  const detail = 'the source removes another snapshot and does not come to an end';
  return fail(failure('snapshot-failed', { vm: scope.resolved.machine.name, detail }));
}

function left(chain: SnapshotChain, ours: readonly SourceSnapshot[]) {
  return done({ count: chain.snapshots.length, left: leftBy(chain, ours) });
}

/** Snapshots by name; disks that are not merged are left of one that is gone. */
function leftBy({ consolidationNeeded }: SnapshotChain, ours: readonly SourceSnapshot[]): string[] {
  const unmerged = ours.length === 0 && consolidationNeeded;
  return unmerged ? ['disks that need consolidation'] : ours.map(describeSnapshot);
}

async function again(scope: RunScope, source: RunningSource, attempts: readonly number[]) {
  const last = attempts.at(-1);
  const next = last === undefined ? scope.now : last + firstPauseMs * 2 ** (attempts.length - 1);
  if (scope.now < next) return wait({ on: 'time', until: next, reason: 'A snapshot could not be removed yet' });
  const snapshot = ourSnapshots(source.chain, scope.run).at(-1);
  const asked = await (snapshot === undefined ? askConsolidation(source) : askRemoval(source, snapshot));
  return intend(attemptKey(attempts.length), { ...asked });
}

function attemptsOf(scope: RunScope): number[] {
  const made = Array.from({ length: mostAttempts }, (_, attempt) => scope.intent(attemptKey(attempt))?.at);
  return made.filter((at) => at !== undefined);
}

async function runs({ warm }: RunningSource, task: string | undefined): Promise<boolean> {
  return task !== undefined && (await warm.task(task)).state === 'running';
}

function attemptKey(attempt: number): string {
  return `attempt ${attempt}`;
}
