import type { Migration } from '../../api/generated/migration.ts';
import type { Plan } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { PlanState, VmState } from '../../api/http/states.ts';
import type { Condition } from '../../api/resource.ts';
import { pausedStates, succeededStates, unfinishedStates } from './vm-state.ts';

export interface PlanFacts {
  readonly plan: Plan;
  readonly vms: readonly VmRow[];
  /** The one that has not ended. */
  readonly run?: Migration;
  /** When it is to begin, while it waits for that. */
  readonly startAt?: string;
}

export interface VmCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  readonly running: number;
  readonly waiting: number;
  readonly ready: number;
}

function count(vms: readonly VmRow[], has: (state: VmState) => boolean): number {
  return vms.filter(({ state }) => has(state)).length;
}

export function countVms(vms: readonly VmRow[]): VmCounts {
  return {
    total: vms.length,
    succeeded: count(vms, (state) => succeededStates.has(state)),
    failed: count(vms, (state) => state === 'Failed' || state === 'SourceNotPoweredOn'),
    canceled: count(vms, (state) => state === 'Canceled'),
    running: count(
      vms,
      (state) =>
        unfinishedStates.has(state) && !pausedStates.has(state) && state !== 'Queued' && state !== 'SourceNotPoweredOn',
    ),
    waiting: count(vms, (state) => state === 'Queued'),
    ready: count(vms, (state) => pausedStates.has(state)),
  };
}

export function isWarm({ spec }: Plan): boolean {
  return spec.type === 'warm' || spec.warm === true;
}

export function conditionsOf(plan: Plan): readonly Condition[] {
  return plan.status?.conditions ?? [];
}

export function holds(plan: Plan, type: string): boolean {
  return conditionsOf(plan).some((condition) => condition.type === type && condition.status === 'True');
}

export function blockersOf(plan: Plan): readonly Condition[] {
  return conditionsOf(plan).filter(
    ({ status, category }) => status === 'True' && (category === 'Critical' || category === 'Error'),
  );
}

export function warningsOf(plan: Plan): readonly Condition[] {
  return conditionsOf(plan).filter(({ status, category }) => status === 'True' && category === 'Warn');
}

function any(vms: readonly VmRow[], ...states: readonly VmState[]): boolean {
  return vms.some(({ state }) => states.includes(state));
}

/** How a plan that has run stands; undefined when none of its VMs has. */
function outcome(counts: VmCounts, vms: readonly VmRow[]): PlanState | undefined {
  const ended = counts.succeeded + counts.failed + counts.canceled;
  if (ended === 0) return undefined;
  if (counts.succeeded === counts.total)
    return any(vms, 'SucceededWithWarnings') ? 'SucceededWithWarnings' : 'Succeeded';
  if (counts.succeeded > 0) return 'PartlySucceeded';
  return counts.failed > 0 ? 'Failed' : 'Canceled';
}

function readiness(plan: Plan): PlanState {
  if (blockersOf(plan).length > 0) return 'NotReady';
  if (!holds(plan, 'Ready')) return 'Checking';
  return warningsOf(plan).length > 0 ? 'ReadyWithWarnings' : 'Ready';
}

function whileUnfinished({ plan, vms, run, startAt }: PlanFacts, counts: VmCounts): PlanState | undefined {
  if (any(vms, 'SourceNotPoweredOn')) return 'SourceNotPoweredOn';
  const active = vms.filter(({ state }) => unfinishedStates.has(state) && state !== 'Queued');
  const isCanceling = active.every(({ state }) => state === 'Canceling' || state === 'RestoringSourcePower');
  if (plan.spec.paused === true && run !== undefined && (active.length === 0 || !isCanceling)) return 'Paused';
  if (any(vms, 'CutoverDue')) return 'CutoverDue';
  if (counts.running > 0) return isCanceling ? 'Canceling' : 'Running';
  if (counts.waiting > 0) return 'Queued';
  if (any(vms, 'CutoverScheduled')) return 'CutoverScheduled';
  if (any(vms, 'ReadyForCutover')) return 'WaitingForCutover';
  // What is to be fixed before then, or why it has not begun since, is more than when.
  if (startAt !== undefined && blockersOf(plan).length === 0) return 'StartScheduled';
  // Between a run's begin and the first machine's object nothing else says that it runs.
  return holds(plan, 'Executing') ? 'Running' : undefined;
}

/** The first state that matches (ux.md §4.1). A finished plan keeps its result. */
export function planStateOf(facts: PlanFacts): PlanState {
  const { plan, vms } = facts;
  const counts = countVms(vms);
  if (plan.metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (plan.spec.archived === true) return holds(plan, 'Archived') ? 'Archived' : 'Archiving';
  return whileUnfinished(facts, counts) ?? outcome(counts, vms) ?? readiness(plan);
}

/** What needs a person first, then what runs, then what could be started, then what is over. */
export const planAttention: readonly PlanState[] = [
  'SourceNotPoweredOn',
  'Failed',
  'PartlySucceeded',
  'CutoverDue',
  'Paused',
  'Canceling',
  'Running',
  'Queued',
  'StartScheduled',
  'CutoverScheduled',
  'WaitingForCutover',
  'NotReady',
  'Checking',
  'ReadyWithWarnings',
  'Ready',
  'Canceled',
  'SucceededWithWarnings',
  'Succeeded',
  'Deleting',
  'Archiving',
  'Archived',
];
