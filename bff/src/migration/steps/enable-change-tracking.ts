import { done, fail, intend, wait, type Outcome } from '../../pipeline/outcome.ts';
import { defineStep, type Step, type StepFacts } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { permitted, runningSource, unlessHeld } from '../warm/warm-source-of.ts';
import { createsSnapshot } from './create-snapshot.ts';
import { removesSnapshot } from './remove-snapshots.ts';
import { waitsForRemoval } from './wait-for-snapshot-removal.ts';
import { waitsForSnapshot } from './wait-for-snapshot.ts';

const askedIntent = 'asked';
const taskIntent = 'task';

/** The plan asks for it. */
const when = ({ enableChangeTracking }: StepFacts) => enableChangeTracking === true;

const row = { shownAs: 'CreateInitialSnapshot', group: 'Initialize', when } as const;

/** Stays on at the source, whatever becomes of the run. */
export const enableChangeTracking = defineStep<MachineScope, { readonly changed: boolean }>({
  ...row,
  name: 'EnableChangeTracking',
  description: 'Have the source track changes',
  run: async (scope) => {
    const { session } = await scope.source();
    const { id, changeTracking, disks } = await session.machine(scope.resolved.machine.id);
    const asked = scope.intent(askedIntent) !== undefined;
    if (changeTracking && (asked || disks.every((disk) => disk.changeTracking))) return done({ changed: asked });
    return asked ? request(scope, id) : intend(askedIntent);
  },
});

async function request(scope: RunScope, id: string): Promise<Outcome<never>> {
  const { warm } = await runningSource(scope);
  const { machine, settings } = scope.resolved;
  const refusal = failure('change-tracking-off', { vm: machine.name, disk: 'all its disks' });
  const task = scope.intent(taskIntent)?.data.task;
  if (typeof task === 'string' && (await warm.task(task)).state === 'failed') return fail(refusal);
  if (task === undefined) {
    const started = await unlessHeld(permitted(warm.trackChanges(id), 'have changes tracked'));
    if (started !== undefined) return intend(taskIntent, { task: started });
  }
  const deadline = { at: scope.since + settings.snapshotDeadlineMs, failure: refusal };
  return wait({ on: 'source', reason: 'The source begins to track changes', deadline });
}

/** A source tracks changes from the moment on in which the machine is stunned: a snapshot does that, and is of no other use. */
const create = createsSnapshot({
  ...row,
  name: 'CreateTrackingSnapshot',
  description: 'Take a snapshot to begin with',
});
const waiting = waitsForSnapshot(create, {
  ...row,
  name: 'WaitForTrackingSnapshot',
  description: 'Wait for that snapshot',
});
const remove = removesSnapshot({ ...row, name: 'RemoveTrackingSnapshot', description: 'Remove that snapshot' });
const waitingForRemoval = waitsForRemoval(remove, {
  ...row,
  name: 'WaitForTrackingSnapshotRemoval',
  description: 'Wait until that snapshot is removed',
});

export const createTrackingSnapshot = ifChanged(create);
export const waitForTrackingSnapshot = ifChanged(waiting);
export const removeTrackingSnapshot = ifChanged(remove);
export const waitForTrackingSnapshotRemoval = ifChanged(waitingForRemoval);

/** Nothing to do where changes were tracked before. */
function ifChanged<Outputs extends object>(step: Step<MachineScope, Outputs>): Step<MachineScope, Partial<Outputs>> {
  return {
    ...step,
    run: (scope) =>
      scope.outputOf(enableChangeTracking)?.changed === true ? step.run(scope) : Promise.resolve(done({})),
  };
}
