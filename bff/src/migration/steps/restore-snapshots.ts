import { done, intend, retry, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { describeSnapshot, ourSnapshots } from '../warm/our-snapshots.ts';
import { askRemoval } from '../warm/removal.ts';
import { unlessGone } from '../warm/warm-source-of.ts';
import { commit } from './commit.ts';
import { waitForFinalSnapshotRemoval } from './wait-for-snapshot-removal.ts';

const askedIntent = 'asked';

/** None of the run's snapshots is left at the source, one that was only just asked for included. Never given up. */
export const restoreSnapshots = defineStep<MachineScope, object>({
  name: 'RestoreSnapshots',
  shownAs: 'Completed',
  group: 'Cutover',
  description: 'Remove the snapshots of the run',
  run: (scope) => (scope.resolved.warm === undefined ? Promise.resolve(done({})) : removeOurs(scope)),
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

async function removeOurs(scope: RunScope) {
  const source = await unlessGone(scope);
  if (source === undefined) return done({});
  const ours = ourSnapshots(source.chain, scope.run);
  const { machine, settings } = scope.resolved;
  const parameters = { vm: machine.name, snapshots: ours.map(describeSnapshot).join(', ') };
  if (source.chain.busy) {
    const late = scope.now >= scope.since + settings.snapshotRemovalMs;
    const detail = 'a task of the source does not end';
    if (late && ours.length > 0) return retry(failure('snapshots-left', { ...parameters, detail }));
    return wait({ on: 'source', reason: 'The source takes or removes a snapshot' });
  }
  const snapshot = ours.at(-1);
  if (snapshot === undefined) return done({});
  const { refusal, task } = await askRemoval(source, snapshot);
  if (refusal !== undefined) return retry(failure('snapshots-left', { ...parameters, detail: refusal }));
  if (scope.intent(askedIntent) === undefined) return intend(askedIntent, { task });
  return retry(failure('snapshots-left', { ...parameters, detail: 'it is still there' }));
}
