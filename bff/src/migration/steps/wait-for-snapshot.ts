import { done, fail, intend, wait } from '../../pipeline/outcome.ts';
import { defineStep, type Step } from '../../pipeline/step.ts';
import type { SourceTask } from '../../providers/warm-source.ts';
import { failure } from '../failures.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { snapshotName, snapshotToken } from '../warm/our-snapshots.ts';
import { runningSource, unlessHeld, type RunningSource } from '../warm/warm-source-of.ts';
import {
  createFinalSnapshot,
  createInitialSnapshot,
  createSnapshot,
  purposeOf,
  type AskedSnapshot,
  type SnapshotRow,
} from './create-snapshot.ts';

export interface TakenSnapshot {
  readonly snapshot: string;
  /** RFC 3339, by the source's clock. */
  readonly at: string;
  readonly quiesced: boolean;
  /** Snapshots of the machine then, whoever made them. */
  readonly count: number;
}

export const waitForInitialSnapshot = waitsForSnapshot(createInitialSnapshot, {
  name: 'WaitForInitialSnapshot',
  group: 'Initialize',
  description: 'Wait for the first snapshot',
});

export const waitForSnapshot = waitsForSnapshot(createSnapshot, {
  name: 'WaitForSnapshot',
  group: 'DiskTransfer',
  description: 'Wait for the snapshot',
});

export const waitForFinalSnapshot = waitsForSnapshot(createFinalSnapshot, {
  name: 'WaitForFinalSnapshot',
  group: 'Cutover',
  description: 'Wait for the last snapshot',
});

/** A guest that could not be brought to rest is snapshotted as it is; on record before it is tried. */
const unquiescedIntent = 'unquiesced';
const secondTaskIntent = 'secondTask';

export function waitsForSnapshot(
  create: Step<MachineScope, AskedSnapshot>,
  row: SnapshotRow,
): Step<MachineScope, TakenSnapshot> {
  return defineStep<MachineScope, TakenSnapshot>({
    ...row,
    run: async (scope) => {
      const source = await runningSource(scope);
      const { warm, chain } = source;
      const description = snapshotToken(scope.run, purposeOf(create.name, scope.round));
      const task = laterTasks(scope).at(-1)?.task ?? scope.outputOf(create)?.task;
      const state: SourceTask = task === undefined ? { state: 'unknown' } : await warm.task(task);
      const found = chain.snapshots.find((snapshot) => snapshot.description === description);
      if (found !== undefined && state.state !== 'running') {
        const { id, createdAt, quiesced } = found;
        return done({ snapshot: id, at: createdAt, quiesced, count: chain.snapshots.length });
      }
      if (state.state === 'running' || chain.busy) return stillTaken(scope);
      if (state.notQuiesced === true && scope.intent(secondTaskIntent) === undefined)
        return asItIs(scope, source, description);
      // Days of copying are not given up for one snapshot; where little was done, or the machine is off, it ends here.
      const mayRepeat = row.group === 'DiskTransfer' && state.state === 'failed' && retriesOf(scope) < mostRetries;
      return mayRepeat ? again(scope, source, description) : missing(scope, state);
    },
  });
}

/** After the first failure, with pauses that double. */
const mostRetries = 4;
const firstPauseMs = 60_000;

function retryIntent(number: number): string {
  return `retry ${number}`;
}

function retriesOf(scope: RunScope): number {
  return Array.from({ length: mostRetries }, (_, number) => scope.intent(retryIntent(number))).filter(Boolean).length;
}

/** Those that were started after the first, oldest first. */
function laterTasks(scope: RunScope): { readonly at: number; readonly task: string }[] {
  const keys = [secondTaskIntent, ...Array.from({ length: mostRetries }, (_, number) => retryIntent(number))];
  const tasks = keys.flatMap((key) => {
    const intent = scope.intent(key);
    const task = intent?.data.task;
    return intent !== undefined && typeof task === 'string' ? [{ at: intent.at, task }] : [];
  });
  return tasks.toSorted((one, other) => one.at - other.at);
}

async function again(scope: RunScope, { warm, id }: RunningSource, description: string) {
  const made = retriesOf(scope);
  const next = (laterTasks(scope).at(-1)?.at ?? scope.since) + firstPauseMs * 2 ** made;
  if (scope.now < next) return wait({ on: 'time', until: next, reason: 'A snapshot could not be taken yet' });
  const quiesce = scope.intent(unquiescedIntent) === undefined;
  const task = await unlessHeld(warm.takeSnapshot(id, { name: snapshotName, description, quiesce }));
  return task === undefined ? stillTaken(scope) : intend(retryIntent(made), { task });
}

async function asItIs(scope: RunScope, { warm, id }: RunningSource, description: string) {
  if (scope.intent(unquiescedIntent) === undefined) return intend(unquiescedIntent);
  const task = await unlessHeld(warm.takeSnapshot(id, { name: snapshotName, description, quiesce: false }));
  return task === undefined ? stillTaken(scope) : intend(secondTaskIntent, { task });
}

function stillTaken(scope: RunScope) {
  const { machine, settings } = scope.resolved;
  const minutes = String(settings.snapshotDeadlineMs / 60_000);
  const parameters = { vm: machine.name, detail: `it was not there after ${minutes} min` };
  const deadline = { at: scope.since + settings.snapshotDeadlineMs, failure: failure('snapshot-failed', parameters) };
  return wait({ on: 'source', reason: 'The source takes a snapshot', deadline });
}

function missing({ resolved }: RunScope, { state, message }: SourceTask) {
  const words = state === 'failed' ? (message ?? 'the source gives no reason') : 'it was removed by someone else';
  return fail(failure('snapshot-failed', { vm: resolved.machine.name, detail: words.replace(/\.$/, '') }));
}
