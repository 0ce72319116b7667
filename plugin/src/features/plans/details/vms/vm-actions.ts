import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { obstacleOf } from '../../actions/plan-actions.ts';
import { hasSucceeded, isBeforeCutover, isCancelable, isRetryable } from './vm-status.ts';

/** Why an act on VMs is off now; undefined = it may be taken. */
export interface VmObstacles {
  readonly cancel?: string;
  readonly retry?: string;
  readonly open?: string;
  readonly cutover?: string;
  readonly remove?: string;
}

function cutoverObstacle(t: Translate, plan: PlanDetails, rows: readonly Pick<VmRow, 'state'>[]): string | undefined {
  return (
    obstacleOf(t, plan, 'cutover') ??
    (rows.some(isBeforeCutover) ? undefined : t('The cutover has begun, or there is nothing to cut over any more.'))
  );
}

/** What was migrated stays in the plan, with its result. */
function removeObstacle(t: Translate, plan: PlanDetails, rows: readonly Pick<VmRow, 'state'>[]): string | undefined {
  return (
    obstacleOf(t, plan, 'change') ??
    (rows.every(hasSucceeded) ? t('What was migrated stays in the plan, with its result.') : undefined)
  );
}

export function vmObstacles(t: Translate, plan: PlanDetails, row: Pick<VmRow, 'state'>): VmObstacles {
  return {
    cancel:
      obstacleOf(t, plan, 'cancel') ?? (isCancelable(row) ? undefined : t('Nothing runs for this VM that could stop.')),
    retry: isRetryable(row) ? obstacleOf(t, plan, 'start') : t('Only a failed or canceled VM is retried.'),
    open: hasSucceeded(row) ? undefined : t('The VM does not exist yet.'),
    cutover: cutoverObstacle(t, plan, [row]),
    remove: removeObstacle(t, plan, [row]),
  };
}

/** Acts on all VMs that match a filter: what each of them is, the service judges when the act is taken. */
export function matchingObstacles(t: Translate, plan: PlanDetails, count: number): VmObstacles {
  const left = plan.vms.total - plan.vms.succeeded;
  return {
    cancel: obstacleOf(t, plan, 'cancel'),
    cutover: obstacleOf(t, plan, 'cutover'),
    remove: obstacleOf(t, plan, 'change'),
    retry:
      obstacleOf(t, plan, 'start') ??
      (count < left ? t('A run takes all {{count}} VMs that have not succeeded.', { count: left }) : undefined),
  };
}

/** Acts on several VMs: possible when at least one of them is concerned. */
export function bulkObstacles(t: Translate, plan: PlanDetails, rows: readonly Pick<VmRow, 'state'>[]): VmObstacles {
  const left = plan.vms.total - plan.vms.succeeded;
  const retryable = rows.filter(isRetryable).length;
  const retry =
    retryable === 0
      ? t('None of the selected VMs failed or was canceled.')
      : (obstacleOf(t, plan, 'start') ??
        (retryable < left ? t('A run takes all {{count}} VMs that have not succeeded.', { count: left }) : undefined));
  return {
    cancel:
      obstacleOf(t, plan, 'cancel') ??
      (rows.some(isCancelable) ? undefined : t('None of the selected VMs is unfinished.')),
    retry,
    cutover: cutoverObstacle(t, plan, rows),
    remove: removeObstacle(t, plan, rows),
  };
}
