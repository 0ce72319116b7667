import type { VirtualMachineMigrationStatus } from '../../api/generated/virtual-machine-migration.ts';
import type { SourceDisk } from '../../machine/source-machine.ts';
import type { Outcome } from '../../pipeline/outcome.ts';
import { copyCheckpoint, finalize } from '../steps/copy-checkpoint.ts';
import { copyingPaused, pauses, type BegunCutover } from '../steps/copying-paused.ts';
import {
  createFinalSnapshot,
  createInitialSnapshot,
  createSnapshot,
  type AskedSnapshot,
} from '../steps/create-snapshot.ts';
import {
  removeFinalSnapshot,
  removePenultimateSnapshot,
  removePreviousSnapshot,
  type AskedRemoval,
} from '../steps/remove-snapshots.ts';
import {
  storeFinalSnapshotDeltas,
  storeInitialSnapshotDeltas,
  storeSnapshotDeltas,
  type SnapshotDeltas,
} from '../steps/store-snapshot-deltas.ts';
import {
  waitForFinalSnapshotRemoval,
  waitForPenultimateSnapshotRemoval,
  waitForPreviousSnapshotRemoval,
  type Removal,
} from '../steps/wait-for-snapshot-removal.ts';
import {
  waitForFinalSnapshot,
  waitForInitialSnapshot,
  waitForSnapshot,
  type TakenSnapshot,
} from '../steps/wait-for-snapshot.ts';

export type WarmHistory = NonNullable<VirtualMachineMigrationStatus['warm']>;
type Precopy = WarmHistory['precopies'][number];

/** Kept beside the first one. */
const newest = 49;

export const noHistory: WarmHistory = { successes: 0, failures: 0, consecutiveFailures: 0, precopies: [] };

/** What one call of a step came to. */
export interface Happening {
  readonly step: string;
  readonly outcome: Outcome;
  /** RFC 3339 */
  readonly at: string;
  readonly disks: readonly Pick<SourceDisk, 'key' | 'file'>[];
}

type Told<Outputs> = (history: WarmHistory, outputs: Outputs, happening: Happening) => WarmHistory;
type Row = readonly [readonly { readonly name: string }[], Told<never>];

function row<Outputs>(steps: readonly { readonly name: string }[], told: Told<Outputs>): Row {
  return [steps, told];
}

/** What is told of each step that is done. */
const rows: readonly Row[] = [
  row<AskedSnapshot>([createInitialSnapshot, createSnapshot, createFinalSnapshot], asked),
  row<TakenSnapshot>([waitForInitialSnapshot, waitForSnapshot, waitForFinalSnapshot], taken),
  row<SnapshotDeltas>([storeInitialSnapshotDeltas, storeSnapshotDeltas, storeFinalSnapshotDeltas], stored),
  row([copyCheckpoint, finalize], copied),
  row<Partial<BegunCutover>>([copyingPaused], paused),
  row<AskedRemoval>([removePreviousSnapshot, removePenultimateSnapshot, removeFinalSnapshot], removing),
  row<Removal>(
    [waitForPreviousSnapshotRemoval, waitForPenultimateSnapshotRemoval, waitForFinalSnapshotRemoval],
    removed,
  ),
];

const byStep = new Map(rows.flatMap(([steps, told]) => steps.map(({ name }) => [name, told] as const)));

/** Adds what happened to the history of a warm run; pure, and for people only. */
export function tellHistory(history: WarmHistory, happening: Happening): WarmHistory {
  const { step, outcome } = happening;
  if (outcome.kind === 'wait')
    return step === copyingPaused.name ? waiting(history, outcome) : counted(history, outcome);
  // Steps leave the outputs that they are declared with.
  return outcome.kind === 'done'
    ? (byStep.get(step)?.(history, outcome.outputs as never, happening) ?? history)
    : history;
}

function asked(history: WarmHistory, { askedAt, task }: AskedSnapshot, { step }: Happening): WarmHistory {
  const kind = step === createFinalSnapshot.name ? 'Final' : history.precopies.length === 0 ? 'Full' : 'Delta';
  const precopy: Precopy = { kind, start: askedAt, ...(task && { createTaskId: task }) };
  const kept =
    history.precopies.length > newest
      ? [...history.precopies.slice(0, 1), ...history.precopies.slice(2)]
      : history.precopies;
  return { ...history, nextPrecopyAt: undefined, limitReached: undefined, precopies: [...kept, precopy] };
}

function taken(history: WarmHistory, { snapshot, at, quiesced, count }: TakenSnapshot): WarmHistory {
  // As the source writes it, which the schema need not take.
  const taken = Date.parse(at);
  const snapshotAt = Number.isNaN(taken) ? undefined : new Date(taken).toISOString();
  return { ...changeLast(history, () => ({ snapshot, snapshotAt, quiesced })), snapshots: count };
}

function stored(history: WarmHistory, deltas: SnapshotDeltas, { disks }: Happening): WarmHistory {
  const reason = deltas.disks.find((pass) => pass.reason !== undefined)?.reason;
  return changeLast(history, () => ({
    ...(reason && { reason }),
    disks: deltas.disks.map((pass) => ({
      disk: disks.find(({ key }) => key === pass.disk)?.file ?? pass.disk,
      deltaId: pass.changeId,
      ...(pass.since === '' && { full: true }),
      ...(pass.changedBytes !== undefined && { changedBytes: pass.changedBytes }),
    })),
  }));
}

function copied(history: WarmHistory, _outputs: object, { at }: Happening): WarmHistory {
  const ended = changeLast(history, ({ disks }) => ({
    end: at,
    ...(disks && {
      disks: disks.map((disk) => ({
        ...disk,
        ...(disk.changedBytes !== undefined && { copiedBytes: disk.changedBytes }),
      })),
    }),
  }));
  const { start } = ended.precopies.at(-1) ?? {};
  return {
    ...ended,
    successes: history.successes + 1,
    consecutiveFailures: 0,
    ...(start && { copiedUntil: start }),
  };
}

function counted(history: WarmHistory, { tasks }: Extract<Outcome, { kind: 'wait' }>): WarmHistory {
  // CDI never takes a restart back, whatever stage it was in.
  const restarts = tasks?.reduce((sum, task) => sum + (task.restarts ?? 0), 0) ?? 0;
  const more = restarts - history.failures;
  if (more <= 0) return history;
  return { ...history, consecutiveFailures: history.consecutiveFailures + more, failures: restarts };
}

function waiting(history: WarmHistory, { reason, until }: Extract<Outcome, { kind: 'wait' }>): WarmHistory {
  return {
    ...history,
    limitReached: reason === pauses.limit ? reason : undefined,
    nextPrecopyAt: reason === pauses.copy && until !== undefined ? new Date(until).toISOString() : undefined,
  };
}

function paused(history: WarmHistory, { begun }: Partial<BegunCutover>): WarmHistory {
  const next = { ...history, nextPrecopyAt: undefined, limitReached: undefined };
  return begun === undefined ? next : { ...next, cutover: { ...history.cutover, begun } };
}

function removing(history: WarmHistory, { task }: AskedRemoval): WarmHistory {
  return task === undefined ? history : changeLast(history, () => ({ removeTaskId: task }));
}

function removed(history: WarmHistory, { count, left = [] }: Removal): WarmHistory {
  return { ...history, snapshots: count, left: left.length > 0 ? [...left] : undefined };
}

function changeLast(history: WarmHistory, change: (last: Precopy) => Partial<Precopy>): WarmHistory {
  const last = history.precopies.at(-1);
  if (last === undefined) return history;
  return { ...history, precopies: [...history.precopies.slice(0, -1), { ...last, ...change(last) }] };
}
