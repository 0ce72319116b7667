import { done, wait } from '../../pipeline/outcome.ts';
import { defineStep } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { begin } from '../warm/checkpointed-volumes.ts';
import { lastDeltas, storeFinalSnapshotDeltas, type SnapshotDeltas } from './store-snapshot-deltas.ts';

export const createCheckpointedVolumes = defineStep<MachineScope, object>({
  name: 'CreateDataVolumes',
  group: 'Initialize',
  description: 'Create the volumes',
  run: (scope) => beginStage(scope, { deltas: lastDeltas(scope), isFinal: false }),
});

export const addCheckpoint = defineStep<MachineScope, object>({
  name: 'AddCheckpoint',
  group: 'DiskTransfer',
  description: 'Have the changes copied',
  run: (scope) => beginStage(scope, { deltas: lastDeltas(scope), isFinal: false }),
});

export const addFinalCheckpoint = defineStep<MachineScope, object>({
  name: 'AddFinalCheckpoint',
  group: 'Cutover',
  description: 'Have the last changes copied',
  run: (scope) => beginStage(scope, { deltas: scope.outputOf(storeFinalSnapshotDeltas), isFinal: true }),
});

async function beginStage(
  scope: RunScope,
  { deltas, isFinal }: { readonly deltas: SnapshotDeltas | undefined; readonly isFinal: boolean },
) {
  if (deltas === undefined) throw new Error('No snapshot is on record.');
  const since = new Map(deltas.disks.map((pass) => [pass.disk, pass.since]));
  if (await begin(scope, { snapshot: deltas.snapshot, since, isFinal })) return done({});
  const { machine, settings } = scope.resolved;
  const parameters = { vm: machine.name, volume: 'to be copied anew', detail: 'it could not be removed' };
  const deadline = { at: scope.since + settings.bindDeadlineMs, failure: failure('volume-failed', parameters) };
  return wait({ on: 'cluster', reason: 'Volumes that are copied anew are being removed', deadline });
}
