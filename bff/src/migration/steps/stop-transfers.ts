import { dataVolumes } from '../../api/kinds/cdi.ts';
import { pods, secrets, type Pod } from '../../api/kinds/core.ts';
import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { KnownError } from '../../platform/errors.ts';
import { stopHooks } from '../hooks/remove-hooks.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { ourObjects, release, removeAll } from '../target/target-objects.ts';
import { transferStage } from '../source/transfer.ts';
import { commit } from './commit.ts';

/**
 * Nothing of ours reads the source any more: running pods, volumes that importers still fill and credentials go. Pods
 * that have ended stay for their logs. A node or another cluster that does not answer holds the restore up for a while
 * only: reading does not harm the source.
 */
export const stopTransfers = defineStep<MachineScope, object>({
  name: 'StopTransfers',
  shownAs: 'Completed',
  group: 'Initialize',
  description: 'Stop what reads the source',
  holds: transferStage,
  run: async (scope) => {
    const late = scope.now >= scope.since + scope.resolved.settings.podPendingDeadlineMs;
    const hooksStopped = await stopHooks(scope);
    try {
      const stopped = (await stopReaders(scope)) && hooksStopped;
      return stopped || late ? done({}) : wait({ on: 'cluster', reason: 'Copies are being stopped' });
    } catch (error) {
      const isElsewhere = scope.resolved.target.provider !== undefined;
      if (late && isElsewhere && error instanceof KnownError) return done({});
      throw error;
    }
  },
});

/** What another cluster, which did not answer in time, still copies is stopped once it is back. */
export const stopLeftTransfers = defineStep<MachineScope, object>({
  name: 'StopLeftTransfers',
  shownAs: 'Completed',
  group: 'Initialize',
  description: 'Stop what another cluster still reads',
  run: async (scope) => {
    const { target, settings } = scope.resolved;
    if (target.provider === undefined) return done({});
    try {
      await stopReaders(scope);
    } catch (error) {
      const givenUp = scope.now >= scope.since + settings.pausedRetryDeadlineMs;
      if (!givenUp || !(error instanceof KnownError)) throw error;
    }
    return done({});
  },
});

/** False while some of them are still there. */
async function stopReaders(scope: RunScope): Promise<boolean> {
  const found = await ourObjects(scope, pods);
  for (const pod of found.filter(hasEnded)) await release(scope.client, pods, pod);
  const volumes = scope.outputOf(commit) === undefined ? await ourObjects(scope, dataVolumes) : [];
  const unfinished = volumes.filter(({ status }) => status?.phase !== 'Succeeded');
  const removed = [
    await removeAll(
      scope,
      pods,
      found.filter((pod) => !hasEnded(pod)),
    ),
    await removeAll(scope, dataVolumes, unfinished),
    await removeAll(scope, secrets, await ourObjects(scope, secrets)),
  ];
  return removed.every(Boolean);
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}
