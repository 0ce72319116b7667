import {
  archivePlan,
  cancelPlan,
  cutOverPlan,
  startPlan,
  type CutoverTime,
} from '@gantry/bff/api/http/plan-actions.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { call } from '../../../../shared/api/call.ts';
import { key, type Translate } from '../../../../shared/i18n.ts';
import { obstacleOf } from '../../actions/plan-actions.ts';

export const bulkActions = ['start', 'cutover', 'cancel', 'archive'] as const;
export type BulkAction = (typeof bulkActions)[number];

interface Press {
  /** The same press starts a plan once. */
  readonly key: string;
  /** Of a cutover. */
  readonly when: CutoverTime;
}

type Request = (plan: PlanDetails, press: Press) => Promise<unknown>;

const paramsOf = ({ namespace, name }: PlanDetails) => ({ project: namespace, name });

const requests: Readonly<Record<BulkAction, Request>> = {
  start: (plan, press) =>
    call(startPlan, {
      params: paramsOf(plan),
      query: {},
      body: { idempotencyKey: `${press.key}-${plan.name}`.slice(0, 64) },
    }),
  cutover: (plan, { when }) => call(cutOverPlan, { params: paramsOf(plan), query: {}, body: { when } }),
  cancel: (plan) => call(cancelPlan, { params: paramsOf(plan), query: {}, body: {} }),
  archive: (plan) => call(archivePlan, { params: paramsOf(plan), query: {}, body: {} }),
};

export function actOn(action: BulkAction, plan: PlanDetails, press: Press): Promise<unknown> {
  return requests[action](plan, press);
}

export interface Sorted {
  readonly possible: readonly PlanDetails[];
  /** What it cannot be done with now, and why. */
  readonly skipped: readonly { readonly plan: PlanDetails; readonly reason: string }[];
}

export function sorted(t: Translate, action: BulkAction, plans: readonly PlanDetails[]): Sorted {
  const judged = plans.map((plan) => {
    const isOffered = plan.actions.some((one) => one.action === action);
    return { plan, reason: isOffered ? obstacleOf(t, plan, action) : t('Only a warm plan is cut over.') };
  });
  return {
    possible: judged.filter(({ reason }) => reason === undefined).map(({ plan }) => plan),
    skipped: judged.flatMap(({ plan, reason }) => (reason === undefined ? [] : [{ plan, reason }])),
  };
}

interface BulkWords {
  readonly title: string;
  readonly confirm: string;
  readonly keep: string;
  readonly tone: 'primary' | 'danger';
}

/** Titles and buttons; each counts the plans that it is for. */
export const bulkWords: Readonly<Record<BulkAction, BulkWords>> = {
  start: {
    title: key('Start {{count}} plans?'),
    confirm: key('Start {{count}} plans'),
    keep: key('Not now'),
    tone: 'primary',
  },
  cutover: {
    title: key('Cut over {{count}} plans?'),
    confirm: key('Cut over {{count}} plans'),
    keep: key('Keep as is'),
    tone: 'primary',
  },
  cancel: {
    title: key('Cancel the runs of {{count}} plans?'),
    confirm: key('Cancel {{count}} runs'),
    keep: key('Keep running'),
    tone: 'danger',
  },
  archive: {
    title: key('Archive {{count}} plans?'),
    confirm: key('Archive {{count}} plans'),
    keep: key('Keep them'),
    tone: 'primary',
  },
};

function sum(plans: readonly PlanDetails[], of: (plan: PlanDetails) => number): number {
  return plans.reduce((total, plan) => total + of(plan), 0);
}

/** What the act does to sources, targets and data of all of them together. */
export function bulkConsequences(t: Translate, action: BulkAction, plans: readonly PlanDetails[]): string[] {
  const left = sum(plans, ({ vms }) => vms.total - vms.succeeded);
  const cold = plans.filter(({ type }) => type !== 'warm');
  switch (action) {
    case 'start':
      return [
        t('{{count}} VMs that have not been migrated are migrated.', { count: left }),
        t('{{count}} running source VMs are shut down, each when its turn comes, and stay off.', {
          count: sum(cold, ({ sources }) => sources.running),
        }),
        ...(cold.length < plans.length ? [t('Sources of warm plans keep running until their cutover.')] : []),
        t('A VM that fails or is canceled before its target exists is powered on again at the source.'),
      ];
    case 'cutover':
      return [
        t('{{count}} VMs are copied; others are cut over when their first copy has ended.', {
          count: sum(plans, ({ vms }) => vms.ready),
        }),
        t('Sources are shut down and stay off. What is in memory is lost.'),
        t('What changed since the last copy is copied, then the target VMs start.'),
        t('Nothing is deleted at the source. A VM that fails before its target may run is powered on again.'),
      ];
    case 'cancel':
      return [
        t('Copies of {{count}} VMs stop and are deleted.', {
          count: sum(plans, ({ vms }) => vms.running + vms.waiting + vms.ready),
        }),
        t('{{count}} sources that Gantry shut down are powered on again, unless their targets run.', {
          count: sum(plans, ({ sources }) => sources.offByGantry),
        }),
      ];
    case 'archive':
      return [
        t(
          'Temporary pods, secrets, and disks copied for VMs that did not succeed are removed. Migrated VMs and results stay.',
        ),
        t('An archived plan cannot be started or changed; duplicate it.'),
      ];
  }
}
