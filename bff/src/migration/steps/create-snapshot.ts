import { done, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep, type Step } from '../../pipeline/step.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { snapshotName, snapshotToken } from '../warm/our-snapshots.ts';
import { permitted, runningSource, unlessHeld } from '../warm/warm-source-of.ts';

/** A snapshot that was asked for. */
export interface AskedSnapshot {
  /** RFC 3339; nothing written to the machine before is missing in it. */
  readonly askedAt: string;
  /** Missing where the answer was lost and the snapshot was found. */
  readonly task?: string;
}

/** What steps that differ in their snapshot only are told apart by. */
export type SnapshotRow = Pick<Step<never>, 'name' | 'group' | 'description' | 'shownAs' | 'when' | 'isPatient'>;

/** On record before the source is asked. */
export const takeIntent = 'take';

export const createInitialSnapshot = createsSnapshot({
  name: 'CreateInitialSnapshot',
  group: 'Initialize',
  description: 'Take the first snapshot',
});

export const createSnapshot = createsSnapshot({
  name: 'CreateSnapshot',
  group: 'DiskTransfer',
  description: 'Take the next snapshot',
});

export const createFinalSnapshot = createsSnapshot({
  name: 'CreateFinalSnapshot',
  group: 'Cutover',
  description: 'Take the last snapshot, of the machine that is off',
});

/** What the description of a step's snapshot says beside the run. */
export function purposeOf(step: string, round: number): string {
  return `${step} ${round}`;
}

export function createsSnapshot(row: SnapshotRow): Step<MachineScope, AskedSnapshot> {
  return defineStep<MachineScope, AskedSnapshot>({
    ...row,
    run: async (scope) => {
      const { warm, id, chain } = await runningSource(scope);
      const description = snapshotToken(scope.run, purposeOf(row.name, scope.round));
      const asked = scope.intent(takeIntent);
      if (asked === undefined) return intend(takeIntent);
      const askedAt = new Date(asked.at).toISOString();
      if (chain.snapshots.some((snapshot) => snapshot.description === description)) return done({ askedAt });
      const wanted = { name: snapshotName, description, quiesce: row.group !== 'Cutover' };
      const task = chain.busy
        ? undefined
        : await unlessHeld(permitted(warm.takeSnapshot(id, wanted), 'take snapshots'));
      return task === undefined ? held(scope) : done({ askedAt, task });
    },
  });
}

/** By our own request whose answer was lost, or by somebody else's work. */
function held(scope: RunScope) {
  const { machine, settings } = scope.resolved;
  const parameters = { vm: machine.name, detail: 'other tasks held the machine all the time' };
  const deadline = { at: scope.since + settings.snapshotDeadlineMs, failure: failure('snapshot-failed', parameters) };
  return wait({ on: 'source', reason: 'Another task of the source works on the machine', deadline });
}
