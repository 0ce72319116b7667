import { done, intend, retry, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { describeSnapshot, ourSnapshots } from '../warm/our-snapshots.ts';
import { askRemoval } from '../warm/removal.ts';
import { unlessGone } from '../warm/warm-source-of.ts';
import { commit } from './commit.ts';
import { createInitialSnapshot, takeIntent } from './create-snapshot.ts';
import { createTrackingSnapshot } from './enable-change-tracking.ts';
import { waitForFinalSnapshotRemoval } from './wait-for-snapshot-removal.ts';

const askedIntent = 'asked';

/** None of the run's snapshots is left at the source, one that was only just asked for included. Never given up. */
export const restoreSnapshots = defineStep<MachineScope, object>({
  name: 'RestoreSnapshots',
  shownAs: 'Completed',
  group: 'Cutover',
  description: 'Remove the snapshots of the run',
  run: (scope) => (hasAsked(scope) ? removeOurs(scope) : Promise.resolve(done({}))),
});

/** A run that failed after its commit has no restore, but may have left its last snapshot. */
export const discardSnapshots = defineStep<MachineScope, object>({
  ...restoreSnapshots,
  name: 'DiscardSnapshots',
  run: (scope) => {
    const isOpen = scope.outputOf(commit) !== undefined && scope.outputOf(waitForFinalSnapshotRemoval) === undefined;
    return isOpen ? restoreSnapshots.run(scope) : Promise.resolve(done({}));
  },
});

/** A run that never asked for a snapshot has nothing to look for at a source that may not even answer. */
function hasAsked(scope: RunScope): boolean {
  const first = [createTrackingSnapshot, createInitialSnapshot];
  return first.some((step) => scope.intentOf(step, takeIntent) !== undefined);
}

async function removeOurs(scope: RunScope) {
  const source = await unlessGone(scope);
  if (source === undefined) return done({});
  const ours = ourSnapshots(source.chain, scope.run);
  const { machine, settings } = scope.resolved;
  const snapshots = ours.map(describeSnapshot).join(', ') || 'a snapshot that was asked for';
  const parameters = { vm: machine.name, snapshots };
  if (source.chain.busy) {
    const late = scope.now >= scope.since + settings.snapshotRemovalMs;
    const detail = 'a task of the source does not end';
    if (late) return retry(failure('snapshots-left', { ...parameters, detail }));
    return wait({ on: 'source', reason: 'The source takes or removes a snapshot' });
  }
  const snapshot = ours.at(-1);
  if (snapshot === undefined) return done({});
  const { refusal, task } = await askRemoval(source, snapshot);
  if (refusal !== undefined) return retry(failure('snapshots-left', { ...parameters, detail: refusal }));
  if (scope.intent(askedIntent) === undefined) return intend(askedIntent, { task });
  return retry(failure('snapshots-left', { ...parameters, detail: 'it is still there' }));
}
