import type { Condition } from '../../api/resource.ts';
import { resumeOf } from '../conversion/resumable.ts';
import { machineItem, type Finding } from './finding.ts';
import { isExecuting, pendingEntries, type PlanScope } from './plan-scope.ts';

const outcomes = ['Succeeded', 'Failed', 'Canceled'] as const;

/** What the plan's migrations came to. */
export function planState(scope: PlanScope): Finding[] {
  if (isExecuting(scope)) return [{ type: 'Executing', message: 'The plan is EXECUTING.' }, ...paused(scope)];
  return [...outcome(scope), ...resumable(scope), ...archived(scope), ...paused(scope)];
}

function paused({ plan }: PlanScope): Finding[] {
  if (plan.spec.paused !== true) return [];
  const message = 'The plan is PAUSED: what has begun goes on; no other machine, no copy and no cutover begins.';
  return [{ type: 'Paused', reason: 'UserRequested', message, suggestion: 'Take spec.paused away to go on.' }];
}

/**
 * Succeeded looks at every machine of the spec over all migrations; Failed and Canceled speak of the last migration,
 * which may be gone: the plan's own record of it stays.
 */
function outcome(scope: PlanScope): Finding[] {
  if (isComplete(scope)) return [{ type: 'Succeeded', message: 'The plan execution has SUCCEEDED.' }];
  const last = endings(scope)
    .sort((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  const found = last?.conditions.find(({ type, status }) => isFailure(type) && status === 'True');
  return found === undefined ? [] : [failureFrom(found)];
}

interface Ending {
  readonly at: string;
  readonly conditions: readonly Condition[];
}

function endings({ migrations, plan }: PlanScope): Ending[] {
  const ended = migrations.flatMap(({ status }) =>
    status?.completed === undefined ? [] : [{ at: status.completed, conditions: status.conditions ?? [] }],
  );
  const recorded = plan.status?.migration?.history?.at(-1)?.conditions ?? [];
  const end = recorded.find(({ type }) => outcomes.some((one) => one === type));
  return end === undefined ? ended : [...ended, { at: end.lastTransitionTime ?? '', conditions: recorded }];
}

const isFailure = (type: string) => outcomes.some((outcome) => outcome === type) && type !== 'Succeeded';

function isComplete(scope: PlanScope): boolean {
  return scope.entries.length > 0 && pendingEntries(scope).length === 0;
}

const reasons = ['UserRequested', 'Modified', 'Deleted'];

function failureFrom({ type, reason, message }: Condition): Finding {
  if (type === 'Canceled') {
    return {
      type,
      reason: reasons.includes(reason ?? '') ? reason : 'UserRequested',
      message: message ?? 'The plan execution has been CANCELED.',
      suggestion: 'Start the plan again to migrate what is left.',
    };
  }
  return {
    type,
    message: message ?? 'The plan execution has FAILED.',
    suggestion: 'Look at the machines that failed, then start the plan again: it migrates what is left.',
  };
}

/** By their runs alone: what stands in the target project is looked at when one is resumed. */
function resumable(scope: PlanScope): Finding[] {
  if (isComplete(scope) || scope.plan.spec.archived === true) return [];
  const done = new Set(scope.runs.filter(({ status }) => status?.result === 'Succeeded').map(machineOf));
  const machines = scope.runs.filter((run) => typeof resumeOf(run) !== 'string' && !done.has(machineOf(run)));
  const count = new Set(machines.map(machineOf)).size;
  if (count === 0) return [];
  return [
    {
      type: 'ConversionResumable',
      message: `The disks of ${count} failed VMs are copied, and their sources have stayed off: only the conversion needs to be repeated.`,
      suggestion: 'Start a Migration with resumeConversion, as long as nobody powers the sources on.',
      items: machines.map(({ spec }) =>
        machineItem({ id: spec.resolved.machine.id, name: spec.resolved.machine.name }),
      ),
    },
  ];
}

function machineOf({ spec }: PlanScope['runs'][number]): string {
  return spec.resolved.machine.id;
}

/** After everything temporary of every run has been removed. */
function archived({ plan, runs }: PlanScope): Finding[] {
  const clean = runs.every(({ spec, status }) => spec.discard === undefined || status?.discarded === true);
  if (plan.spec.archived !== true || !clean) return [];
  return [{ type: 'Archived', reason: 'UserRequested', message: 'The plan has been ARCHIVED.' }];
}
