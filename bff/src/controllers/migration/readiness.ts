import type { Failure } from '../../pipeline/outcome.ts';
import { notAllowed } from '../../migration/requester-rights.ts';
import type { PlanScope } from './scope.ts';

export type Readiness =
  | { readonly state: 'ready' }
  /** May become ready by itself or by an edit. */
  | { readonly state: 'blocked'; readonly reason: string; readonly message: string }
  | { readonly state: 'refused'; readonly failure: Failure };

/** Whether the active Migration may begin; one that has begun is not judged again. */
export async function readiness(scope: PlanScope): Promise<Readiness> {
  const { active, plan, ports } = scope;
  if (active === undefined || active.status?.started !== undefined) return { state: 'ready' };
  if (plan.spec.archived === true)
    return { state: 'blocked', reason: 'PlanArchived', message: 'The plan is archived.' };
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
  const failure = await notAllowed(ports.client, { plan, migration: active }, ports.settings);
  return failure === undefined ? { state: 'ready' } : { state: 'refused', failure };
}
