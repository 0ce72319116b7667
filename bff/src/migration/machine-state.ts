import type {
  VirtualMachineMigration,
  VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import type { Failure } from '../pipeline/outcome.ts';
import { intentKey, type Journal, type Verdict } from '../pipeline/runner.ts';
import type { ListName } from './lists.ts';
import { failedAfterCommit, refusedDuringRun } from './late-failure.ts';
import { commit } from './steps/commit.ts';
import { powerOffSource, shutdownIntent } from './steps/power-off-source.ts';

export type MachineStatus = VirtualMachineMigrationStatus;

const states = { pipeline: 'Running', restoreSource: 'Restoring', discardTarget: 'Discarding' } as const;

export function isCommitted(status: Pick<MachineStatus, 'outputs'>): boolean {
  return status.outputs?.[commit.name] !== undefined;
}

export function hasEnded(status: Pick<MachineStatus, 'state'> | undefined): boolean {
  return status?.state === 'Ended';
}

/** What clearing up may remove: never a target that was committed. */
export function discards({ spec, metadata, status }: VirtualMachineMigration): 'helpers' | 'target' {
  if (status !== undefined && isCommitted(status)) return 'helpers';
  if (spec.discard !== undefined || metadata.deletionTimestamp !== undefined) return 'target';
  return spec.resolved.options.deleteVmOnFailMigration === false ? 'helpers' : 'target';
}

/** Somebody asked for its end. */
export function isUnwanted({ metadata, spec }: VirtualMachineMigration): boolean {
  return metadata.deletionTimestamp !== undefined || spec.cancel !== undefined;
}

/** Where a request from outside sends the run, undefined where it stays on its way. */
export function redirected(
  run: VirtualMachineMigration,
  status: MachineStatus,
  now: number,
): MachineStatus | undefined {
  const { list } = journalOf(status).cursor;
  if (!hasEnded(status) && list === 'pipeline' && isUnwanted(run) && !isCommitted(status)) {
    return enter('restoreSource', { ...status, result: 'Canceled' }, now);
  }
  const discard = run.metadata.deletionTimestamp !== undefined || run.spec.discard !== undefined;
  if (hasEnded(status) && discard && status.discarded !== true) return enter('discardTarget', status, now);
  return undefined;
}

/** The state after a step: where a list is over, the next one, or the end. */
export function followed(
  run: VirtualMachineMigration,
  status: MachineStatus,
  verdict: Verdict,
  now: number,
): MachineStatus {
  const { list } = journalOf(status).cursor;
  const next = withJournal(status, verdict.journal);
  switch (verdict.kind) {
    case 'continue':
      return next;
    case 'failed':
      return enter(
        isCommitted(next) ? 'discardTarget' : 'restoreSource',
        failed(next, { ...verdict, failure: atThatPoint(run, next, verdict.failure) }),
        now,
      );
    case 'finished':
      if (list === 'pipeline') return end({ ...next, result: 'Succeeded' }, now);
      if (list === 'restoreSource' && next.result === 'Canceled') return enter('discardTarget', next, now);
      if (list === 'restoreSource') return end(next, now);
      return end({ ...next, discarded: isCommitted(next) || discards(run) === 'target' }, now);
  }
}

/** What a failure means for the source depends on how far the run had come. */
function atThatPoint({ spec }: VirtualMachineMigration, status: MachineStatus, cause: Failure): Failure {
  if (isCommitted(status)) return failedAfterCommit(cause, spec.resolved);
  const wasTouched = status.intents?.[intentKey(powerOffSource.name, shutdownIntent, 0)] !== undefined;
  return wasTouched ? refusedDuringRun(cause) : cause;
}

function failed(
  status: MachineStatus,
  { failure, log }: { readonly failure: Failure; readonly log?: string },
): MachineStatus {
  const { code, parameters, message } = failure;
  const error = {
    code,
    message,
    ...(parameters && { parameters: { ...parameters } }),
    ...(status.phase && { step: status.phase }),
  };
  return { ...status, result: 'Failed', error, ...(log && { podLog: log }) };
}

function enter(list: ListName, status: MachineStatus, now: number): MachineStatus {
  return {
    ...status,
    waiting: undefined,
    state: states[list],
    cursor: { list, index: 0, round: 0, since: new Date(now).toISOString() },
  };
}

function end(status: MachineStatus, now: number): MachineStatus {
  return {
    ...status,
    waiting: undefined,
    state: 'Ended',
    phase: 'Completed',
    completed: status.completed ?? new Date(now).toISOString(),
  };
}

export function initialStatus(now: number): MachineStatus {
  return enter('pipeline', { started: new Date(now).toISOString() }, now);
}

/** The runner's part of the status. */
export function journalOf(status: MachineStatus): Journal & { readonly cursor: { readonly list: ListName } } {
  return {
    cursor: status.cursor ?? { list: 'pipeline', index: 0, round: 0, since: status.started ?? '' },
    intents: status.intents ?? {},
    outputs: status.outputs ?? {},
    ...(status.waiting && { waiting: status.waiting }),
  };
}

function withJournal(status: MachineStatus, { cursor, intents, outputs, waiting }: Journal): MachineStatus {
  return {
    ...status,
    cursor: { list: status.cursor?.list ?? 'pipeline', ...cursor },
    intents: { ...intents },
    outputs: { ...outputs },
    waiting,
  };
}
