import type { Job, Pod } from '../api/kinds.ts';
import { mergeConditions } from '../api/objects.ts';
import type { Condition } from '../api/objects.ts';

export type JobStatus = NonNullable<Job['status']>;

/** The pods of a job, by how they ended. */
export interface Attempts {
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of containers that were started again within their pods. */
  readonly restarts: number;
}

/** A failure that was counted stays one when its pod is gone. */
export function attemptsOf(job: Job, pods: readonly Pod[]): Attempts {
  const active = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const count = (phase: string) => pods.filter(({ status }) => status?.phase === phase).length;
  const restarts = active.reduce((sum, { status }) => {
    const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    return sum + statuses.reduce((total, { restartCount }) => total + restartCount, 0);
  }, 0);
  const failed = Math.max(count('Failed'), job.status?.failed ?? 0);
  return { active, succeeded: count('Succeeded'), failed, restarts };
}

export type Verdict =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  | { readonly kind: 'goes on'; readonly missing: number };

/** How a job stands; `activeMs` is how long it has been at work. */
export function judge({ spec, status }: Job, attempts: Attempts, activeMs: number): Verdict {
  const { reason, message = '' } = status?.conditions?.find(({ type }) => type === 'FailureTarget') ?? {};
  if (reason !== undefined) return { kind: 'failed', reason, message };
  const { completions = 1, parallelism = 1, backoffLimit = 6, activeDeadlineSeconds } = spec;
  if (attempts.succeeded >= completions) return { kind: 'complete' };
  const onFailure = spec.template.spec.restartPolicy === 'OnFailure';
  if (attempts.failed > backoffLimit || (onFailure && attempts.restarts > 0 && attempts.restarts >= backoffLimit)) {
    const message = 'Job has reached the specified backoff limit';
    return { kind: 'failed', reason: 'BackoffLimitExceeded', message };
  }
  if (activeDeadlineSeconds !== undefined && activeMs >= activeDeadlineSeconds * 1000) {
    const message = 'Job was active longer than specified deadline';
    return { kind: 'failed', reason: 'DeadlineExceeded', message };
  }
  const wanted = Math.min(parallelism, completions - attempts.succeeded);
  return { kind: 'goes on', missing: Math.max(0, wanted - attempts.active.length) };
}

/** As a verdict is told; a job has not failed before the last of its pods has ended. */
export function conditionsOf(job: Job, verdict: Verdict, of: { now: string; active: number }): Condition[] {
  const wanted: Readonly<Record<Verdict['kind'], readonly string[]>> = {
    complete: ['SuccessCriteriaMet', 'Complete'],
    failed: of.active > 0 ? ['FailureTarget'] : ['FailureTarget', 'Failed'],
    'goes on': [],
  };
  const words =
    verdict.kind === 'failed'
      ? { reason: verdict.reason, message: verdict.message }
      : { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  return mergeConditions(
    job.status?.conditions,
    wanted[verdict.kind].map((type) => ({ type, status: 'True', ...words })),
    of.now,
  );
}

export function isOver({ status }: Job): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: holds }) => holds === 'True' && (type === 'Complete' || type === 'Failed'),
  );
}

const firstBackoffMs = 10_000;
const lastBackoffMs = 600_000;

/** How long after its last failure the next attempt waits. */
export function backoffMs(failed: number): number {
  return failed === 0 ? 0 : Math.min(lastBackoffMs, firstBackoffMs * 2 ** (failed - 1));
}
