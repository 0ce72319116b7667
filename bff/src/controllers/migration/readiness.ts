import type { Migration } from '../../api/generated/migration.ts';
import type { PlanVm } from '../../api/generated/plan.ts';
import type { Failure } from '../../pipeline/outcome.ts';
import { notAllowed } from '../../migration/requester-rights.ts';
import { hasSucceeded, isRecorded, runsOf, type PlanScope } from './scope.ts';
import { startOf, wantsNothing } from './turn.ts';

export type Readiness =
  | { readonly state: 'ready' }
  /** Will become ready, at its time or when its plan goes on. */
  | { readonly state: 'pending'; readonly reason: 'Scheduled' | 'PlanPaused'; readonly message: string }
  /** Ended before it began. */
  | { readonly state: 'canceled' }
  /** May become ready by itself or by an edit. */
  | { readonly state: 'blocked'; readonly reason: string; readonly message: string }
  | { readonly state: 'refused'; readonly failure: Failure };

/** Whether the active Migration may begin; one that has begun is not judged again. */
export async function readiness(scope: PlanScope): Promise<Readiness> {
  const { active, plan, ports } = scope;
  if (active === undefined || active.status?.started !== undefined) return { state: 'ready' };
  const isDone = (entry: PlanVm) => runsOf(scope, entry).some(hasSucceeded);
  if (!isRecorded(active.metadata.uid, plan) && wantsNothing(active, plan.spec.vms, isDone))
    return { state: 'canceled' };
  if (plan.spec.archived === true)
    return { state: 'blocked', reason: 'PlanArchived', message: 'The plan is archived.' };
  const pending = pendingUntil(scope, active);
  if (pending !== undefined) return pending;
  const conditions = plan.status?.conditions ?? [];
  const blocker = conditions.find(
    ({ status, category }) => status === 'True' && (category === 'Critical' || category === 'Error'),
  );
  if (blocker !== undefined) {
    return {
      state: 'blocked',
      reason: 'PlanNotReady',
      message: `The plan is not ready: ${blocker.message ?? blocker.type}`,
    };
  }
  const judged = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const current = plan.status?.observedGeneration === plan.metadata.generation;
  if (!judged || !current) return { state: 'blocked', reason: 'PlanNotReady', message: 'The plan is being checked.' };
  const failure = await notAllowed(ports, { plan, migration: active });
  return failure === undefined ? { state: 'ready' } : { state: 'refused', failure };
}

/** One that is recorded has begun, whatever its time is set to and its plan wants: its machines wait on their own. */
export function pendingUntil({ plan, now }: PlanScope, migration: Migration): Readiness | undefined {
  if (isRecorded(migration.metadata.uid, plan)) return undefined;
  const start = startOf(migration);
  if (start !== undefined && start > now)
    return { state: 'pending', reason: 'Scheduled', message: `Starts at ${new Date(start).toISOString()}.` };
  if (plan.spec.paused === true)
    return { state: 'pending', reason: 'PlanPaused', message: 'The plan is paused; starts when it goes on.' };
  return undefined;
}
