import { done } from '../../pipeline/outcome.ts';
import { defineStep, type Step } from '../../pipeline/step.ts';
import type { MachineScope } from '../scope.ts';
import type { SnapshotRow } from './create-snapshot.ts';
import { ourSnapshots } from '../warm/our-snapshots.ts';
import { askRemoval } from '../warm/removal.ts';
import { runningSource } from '../warm/warm-source-of.ts';

export interface AskedRemoval {
  readonly task?: string;
}

export const removePreviousSnapshot = removesSnapshot({
  name: 'RemovePreviousSnapshot',
  group: 'DiskTransfer',
  description: 'Remove the snapshot that has been copied',
});

export const removePenultimateSnapshot = removesSnapshot({
  name: 'RemovePenultimateSnapshot',
  group: 'Cutover',
  description: 'Remove the snapshot before the last one',
});

export const removeFinalSnapshot = removesSnapshot({
  name: 'RemoveFinalSnapshot',
  group: 'Cutover',
  description: 'Remove the last snapshot',
});

/** Asks once; the step that waits for the removal asks again where that was not enough. */
export function removesSnapshot(row: SnapshotRow): Step<MachineScope, AskedRemoval> {
  return defineStep<MachineScope, AskedRemoval>({
    ...row,
    run: async (scope) => {
      const source = await runningSource(scope);
      const snapshot = ourSnapshots(source.chain, scope.run).at(-1);
      if (snapshot === undefined || source.chain.busy) return done({});
      const { task } = await askRemoval(source, snapshot);
      return done(task === undefined ? {} : { task });
    },
  });
}
