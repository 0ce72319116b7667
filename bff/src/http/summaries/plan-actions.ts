import type { PlanDetails } from '../../api/http/plans.ts';
import type { Message } from '../../api/http/shapes.ts';
import { isOpenForCutover } from './cutover-open.ts';
import { sentence } from './message.ts';
import { blockersOf, countVms, holds, isWarm } from './plan-state.ts';
import type { PlanRowFacts } from './plan-row.ts';
import { activeRun, scheduledRun } from './plan-runs.ts';

type Action = PlanDetails['actions'][number];
export type PlanAction = Action['action'];

/** Rights of the caller in the plan's project. */
export interface PlanRights {
  readonly startRuns: boolean;
  readonly changeRuns: boolean;
  readonly createPlans: boolean;
  readonly changePlans: boolean;
  readonly deletePlans: boolean;
}

function notWarm({ plan }: PlanRowFacts): Message | undefined {
  return isWarm(plan) ? undefined : sentence('not-warm', 'Only a warm plan is cut over.');
}

function notRunning(facts: PlanRowFacts): Message | undefined {
  return running(facts) === undefined ? sentence('no-run', 'No run is active.') : undefined;
}

function allBegun({ vms }: PlanRowFacts): Message | undefined {
  return vms.some(isOpenForCutover) ? undefined : sentence('cutover-begun', 'The cutover has begun.');
}

const archived = sentence('plan-archived', 'An archived plan cannot be started or changed; duplicate it.');

function running({ migrations }: PlanRowFacts): Message | undefined {
  const run = activeRun(migrations);
  return run === undefined ? undefined : sentence('run-active', 'Cancel the run first.', { run: run.metadata.name });
}

function nothingLeft({ vms }: PlanRowFacts): Message | undefined {
  const { total, succeeded } = countVms(vms);
  return total > 0 && succeeded === total ? sentence('plan-finished', 'Every VM has been migrated.') : undefined;
}

function notReady({ plan }: PlanRowFacts): Message | undefined {
  const [blocker] = blockersOf(plan);
  if (blocker === undefined && holds(plan, 'Ready')) return undefined;
  return sentence('plan-not-ready', '{reason}', { reason: blocker?.message ?? 'The plan is being checked.' });
}

type Check = (facts: PlanRowFacts) => Message | undefined;

function paused({ plan }: PlanRowFacts): Message | undefined {
  return plan.spec.paused === true ? sentence('plan-paused', 'The plan is paused; let it go on first.') : undefined;
}

function notPaused({ plan }: PlanRowFacts): Message | undefined {
  return plan.spec.paused === true ? undefined : sentence('plan-not-paused', 'The plan is not paused.');
}

function notScheduled({ migrations }: PlanRowFacts): Message | undefined {
  return scheduledRun(migrations) === undefined
    ? sentence('no-scheduled-start', 'No run waits for its time.')
    : undefined;
}

/** Why an action cannot be taken now; the first that applies is shown. */
const obstacles: Readonly<Record<PlanAction, readonly Check[]>> = {
  start: [({ plan }) => (plan.spec.archived === true ? archived : undefined), running, paused, nothingLeft, notReady],
  reschedule: [notScheduled],
  cancel: [notRunning],
  cutover: [notWarm, notRunning, allBegun],
  pause: [paused, notRunning],
  resume: [notPaused],
  prioritize: [({ plan }) => (plan.spec.archived === true ? archived : undefined)],
  change: [({ plan }) => (plan.spec.archived === true ? archived : undefined), running],
  duplicate: [],
  archive: [
    running,
    ({ plan }) => (plan.spec.archived === true ? sentence('archived-already', 'The plan is archived.') : undefined),
  ],
  delete: [running],
};

/** undefined when the action may be taken, as far as the plan is concerned. */
export function obstacleTo(action: PlanAction, facts: PlanRowFacts): Message | undefined {
  return obstacles[action].map((check) => check(facts)).find((found) => found !== undefined);
}

const needs: Readonly<Record<PlanAction, { readonly right: keyof PlanRights; readonly what: string }>> = {
  start: { right: 'startRuns', what: 'create migrations' },
  cancel: { right: 'changeRuns', what: 'change migrations' },
  reschedule: { right: 'changeRuns', what: 'change migrations' },
  cutover: { right: 'changeRuns', what: 'change migrations' },
  pause: { right: 'changePlans', what: 'change plans' },
  resume: { right: 'changePlans', what: 'change plans' },
  prioritize: { right: 'changePlans', what: 'change plans' },
  change: { right: 'changePlans', what: 'change plans' },
  duplicate: { right: 'createPlans', what: 'create plans' },
  archive: { right: 'changePlans', what: 'change plans' },
  delete: { right: 'deletePlans', what: 'delete plans' },
};

const actionNames: readonly PlanAction[] = [
  'start',
  'reschedule',
  'cancel',
  'cutover',
  'pause',
  'resume',
  'prioritize',
  'change',
  'duplicate',
  'archive',
  'delete',
];

/** Not even offered where it has no meaning for the plan as it is. */
const doesNotApply: Readonly<Partial<Record<PlanAction, Check>>> = {
  reschedule: notScheduled,
  cutover: notWarm,
  pause: (facts) => paused(facts) ?? notRunning(facts),
  resume: notPaused,
};

/** Every action that the plan has, with the reason where it is off (ux.md §3.9). */
export function actionsOf(facts: PlanRowFacts, rights: PlanRights): Action[] {
  const project = facts.plan.metadata.namespace ?? '';
  const offered = actionNames.filter((action) => doesNotApply[action]?.(facts) === undefined);
  return offered.map((action) => {
    const { right, what } = needs[action];
    const reason = rights[right]
      ? obstacleTo(action, facts)
      : sentence('permission-needed', 'You need permission to {what} in project {project}.', { what, project });
    return reason === undefined ? { action, enabled: true } : { action, enabled: false, reason };
  });
}
