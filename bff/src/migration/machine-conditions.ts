import type {
  VirtualMachineMigration,
  VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../api/resource.ts';
import { downtimeText } from './downtime.ts';
import { isCommitted } from './machine-state.ts';
import { preflightInspection } from './steps/preflight-inspection.ts';
import { restoreSnapshots } from './steps/restore-snapshots.ts';
import { stopTarget } from './steps/stop-target.ts';
import { stopLeftTransfers } from './steps/stop-transfers.ts';

type Wanted = Omit<Condition, 'status' | 'lastTransitionTime'>;

/** What holds of a run, one reason each. */
export function machineConditions(
  run: VirtualMachineMigration,
  status: VirtualMachineMigrationStatus,
  at: string,
): Condition[] {
  const wanted = [
    pending(run, status),
    notRestored(status),
    ...ofSnapshots(status),
    inspection(status),
    result(status),
    committed(status),
  ].filter((one) => one !== undefined);
  return wanted.map((condition) => {
    const before = status.conditions?.find((old) => old.type === condition.type);
    return { ...condition, status: 'True', lastTransitionTime: before?.lastTransitionTime ?? at };
  });
}

function pending(run: VirtualMachineMigration, { waiting }: VirtualMachineMigrationStatus): Wanted | undefined {
  if (waiting?.on !== 'slot') return undefined;
  const message = run.spec.queue?.reason ?? 'Waits for a slot at the source host.';
  return { type: 'Pending', category: 'Advisory', reason: 'InFlight', message };
}

/** An alert: for as long as this holds, the source may be off although it ran before, or keep snapshots of the run. */
function notRestored({ cursor, waiting, phase }: VirtualMachineMigrationStatus): Wanted | undefined {
  if (cursor?.list !== 'restoreSource' || waiting?.on !== 'retry' || phase === stopLeftTransfers.name) return undefined;
  return {
    type: 'SourceNotRestored',
    category: 'Critical',
    reason: 'source-not-restored',
    message: `The source could not be restored: ${waiting.reason}`,
    suggestion: `${whatHelps[phase ?? ''] ?? 'Power it on at the source.'} Gantry tries again every minute.`,
  };
}

/** By the step that is stuck. */
const whatHelps: Readonly<Record<string, string>> = {
  [restoreSnapshots.name]: 'Remove the snapshots at the source.',
  [stopTarget.name]: 'Make sure that its target does not run before you power it on at the source.',
};

/** Each concern is an item in its own words: there is one condition of a type. */
function inspection({ outputs }: VirtualMachineMigrationStatus): Wanted | undefined {
  const concerns: unknown = outputs?.[preflightInspection.name]?.concerns;
  if (!Array.isArray(concerns) || concerns.length === 0) return undefined;
  const items = concerns.map(String);
  return {
    type: 'InspectionHasConcerns',
    category: 'Warn',
    reason: 'Inspected',
    message: `The inspection of the guest had something to say: ${items.join('; ')}`.slice(0, 1000),
    suggestion: 'Look at each of them before the cutover: the guest is converted as it is then.',
    items,
  };
}

/** What became of the snapshots of a warm run. */
function ofSnapshots({ warm }: VirtualMachineMigrationStatus): Wanted[] {
  const last = warm?.precopies.findLast(({ quiesced }) => quiesced !== undefined);
  const notQuiesced = last?.quiesced === false && last.kind !== 'Final';
  return [
    ...(notQuiesced ? [snapshotNotQuiesced] : []),
    ...(warm?.limitReached === undefined ? [] : [{ ...precopyLimitReached, message: warm.limitReached }]),
    ...(warm?.left === undefined ? [] : [snapshotsLeft(warm.left)]),
  ];
}

const snapshotNotQuiesced: Wanted = {
  type: 'SnapshotNotQuiesced',
  category: 'Warn',
  reason: 'NotQuiesced',
  message: 'The last copy was made of a guest that could not be brought to rest.',
  suggestion: 'Look at the guest tools. The copy made after power-off is complete in any case.',
};

const precopyLimitReached: Omit<Wanted, 'message'> = {
  type: 'PrecopyLimitReached',
  category: 'Warn',
  reason: 'TooManySnapshots',
  suggestion: 'Remove snapshots of other tools at the source, or cut over.',
};

function snapshotsLeft(left: readonly string[]): Wanted {
  return {
    type: 'SnapshotsLeft',
    category: 'Warn',
    reason: 'NotRemoved',
    message: 'Snapshots of this run could not be removed at the source.',
    suggestion: 'Remove them at the source.',
    items: [...left],
  };
}

function result({ result: type, error, state, downtime }: VirtualMachineMigrationStatus): Wanted | undefined {
  if (type === undefined || state === 'Restoring') return undefined;
  if (type === 'Succeeded')
    return { type, category: 'Advisory', message: 'The VM migration has SUCCEEDED.', durable: true };
  if (type === 'Canceled')
    return {
      type,
      category: 'Advisory',
      reason: 'UserRequested',
      message: 'The migration has been canceled.',
      durable: true,
    };
  return {
    type,
    category: 'Advisory',
    reason: error?.code,
    message: [error?.message ?? 'The VM migration has FAILED.', offFor(downtime)].filter(Boolean).join(' '),
    durable: true,
  };
}

function offFor(downtime: VirtualMachineMigrationStatus['downtime']): string | undefined {
  const text = downtime?.ended === 'Source' ? downtimeText(downtime) : undefined;
  return text && `The source was off for ${text}.`;
}

function committed(status: VirtualMachineMigrationStatus): Wanted | undefined {
  if (!isCommitted(status)) return undefined;
  return {
    type: 'Committed',
    category: 'Advisory',
    message: 'The source is off for good; the target may run.',
    durable: true,
  };
}
