import type { Migration } from '../../api/generated/migration.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { PlanDetails } from '../../api/http/plans.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { Condition } from '../../api/resource.ts';
import { requesterOf } from '../../platform/requester.ts';
import { downtimeOf } from './downtime.ts';

export function conditionMessage(condition: Condition): Message {
  const { type, reason, message = type, suggestion: advice } = condition;
  return {
    code: reason === undefined || reason === '' ? type : `${type}-${reason}`,
    parameters: {},
    text: message,
    ...(advice ? { advice } : {}),
  };
}

type RunResult = PlanDetails['runs'][number]['result'];

function resultOf(migration: Migration): RunResult {
  const has = (type: string) =>
    migration.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  const ended = (['Succeeded', 'Failed', 'Canceled'] as const).find(has);
  if (ended !== undefined) return ended;
  return migration.status?.started === undefined ? 'Waiting' : 'Running';
}

function waitingFor(migration: Migration): Message | undefined {
  const condition = migration.status?.conditions?.find(
    ({ status, category, message }) => status === 'True' && category !== 'Required' && message,
  );
  return condition === undefined ? undefined : conditionMessage(condition);
}

type Run = PlanDetails['runs'][number];

/** Of the machines of one run. */
function outcomeOf(machines: readonly VirtualMachineMigration[]): Pick<Run, 'vms' | 'longestDowntimeSeconds'> {
  if (machines.length === 0) return {};
  const count = (result: string) => machines.filter(({ status }) => status?.result === result).length;
  const downtimes = machines.flatMap((machine) => downtimeOf(machine) ?? []);
  return {
    vms: { succeeded: count('Succeeded'), failed: count('Failed'), canceled: count('Canceled') },
    ...(downtimes.length === 0 ? {} : { longestDowntimeSeconds: Math.max(...downtimes) }),
  };
}

export function runsOf(
  migrations: readonly Migration[],
  machines: readonly VirtualMachineMigration[] = [],
): PlanDetails['runs'] {
  return migrations.map((migration) => {
    const result = resultOf(migration);
    const own = machines.filter(({ spec }) => spec.migration.uid === migration.metadata.uid);
    return {
      name: migration.metadata.name,
      uid: migration.metadata.uid ?? '',
      startedBy: requesterOf(migration.metadata.annotations)?.user,
      cutoverBy: migration.metadata.annotations?.['gantry.dev/cutover-by'],
      canceledBy: migration.metadata.annotations?.['gantry.dev/canceled-by'],
      created: migration.metadata.creationTimestamp ?? '',
      startAt: migration.spec.startAt,
      started: migration.status?.started,
      completed: migration.status?.completed,
      ...outcomeOf(own),
      result,
      ...(result === 'Waiting' || result === 'Failed' ? { message: waitingFor(migration) } : {}),
    };
  });
}

/** A run that has not ended: later ones wait for it, and most actions do. */
export function activeRun(migrations: readonly Migration[]): Migration | undefined {
  const first = (result: RunResult) => migrations.find((migration) => resultOf(migration) === result);
  return first('Running') ?? first('Waiting');
}

/** The active run, while it waits for the time at which it is to begin. */
export function scheduledRun(migrations: readonly Migration[]): Migration | undefined {
  const run = activeRun(migrations);
  return run?.spec.startAt !== undefined && run.status?.started === undefined ? run : undefined;
}
