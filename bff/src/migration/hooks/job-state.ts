import type { Job } from '../../api/kinds/core.ts';

export type JobState = 'running' | 'succeeded' | 'failed';

/** As its controller tells. */
export function jobState(job: Pick<Job, 'status'>): JobState {
  if (holds(job, 'Complete') !== undefined) return 'succeeded';
  return holds(job, 'Failed') === undefined ? 'running' : 'failed';
}

/** Why a Job failed: `DeadlineExceeded`, `BackoffLimitExceeded` …, and in words. */
export function jobFailure(job: Pick<Job, 'status'>): { readonly reason: string; readonly message: string } {
  const { reason = '', message = '' } = holds(job, 'Failed') ?? {};
  return { reason, message: message || reason || 'no reason is given' };
}

function holds({ status }: Pick<Job, 'status'>, type: string) {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}
