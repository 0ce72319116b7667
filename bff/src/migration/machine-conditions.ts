import type {
  VirtualMachineMigration,
  VirtualMachineMigrationStatus,
} from '../api/generated/virtual-machine-migration.ts';
import type { Condition } from '../api/resource.ts';
import { isCommitted } from './machine-state.ts';

type Wanted = Omit<Condition, 'status' | 'lastTransitionTime'>;

/** What holds of a run, one reason each. */
export function machineConditions(
  run: VirtualMachineMigration,
  status: VirtualMachineMigrationStatus,
  at: string,
): Condition[] {
  const wanted = [pending(run, status), notRestored(status), result(status), committed(status)].filter(
    (one) => one !== undefined,
  );
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

/** An alert: the source stays off although it ran before, for as long as this holds. */
function notRestored({ cursor, waiting }: VirtualMachineMigrationStatus): Wanted | undefined {
  if (cursor?.list !== 'restoreSource' || waiting?.on !== 'retry') return undefined;
  return {
    type: 'SourceNotRestored',
    category: 'Critical',
    reason: 'source-not-restored',
    message: `The source could not be restored: ${waiting.reason}`,
    suggestion: 'Power it on at the source. Gantry tries again every minute.',
  };
}

function result({ result: type, error, state }: VirtualMachineMigrationStatus): Wanted | undefined {
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
    message: error?.message ?? 'The VM migration has FAILED.',
    durable: true,
  };
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
