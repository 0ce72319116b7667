import { EventRecorder } from '../api/events.ts';
import { kinds } from '../api/kinds.ts';
import type { Job, Pod } from '../api/kinds.ts';
import type { Loop } from '../api/loop.ts';
import { controllerOf, ownedBy, refOf } from '../api/objects.ts';
import { timestamp } from '../api/time.ts';
import { alsoOn, startLoop } from '../operator.ts';
import type { OperatorContext } from '../operator.ts';
import { attemptsOf, backoffMs, conditionsOf, isOver, judge } from './job-state.ts';
import type { Attempts, JobStatus, Verdict } from './job-state.ts';

/** Runs jobs: one pod after the other until enough have succeeded, too many have failed or the time is over. */
export function startJobs(context: OperatorContext): Loop {
  const { stores, clock } = context;
  const events = new EventRecorder(context.client, clock, 'job-controller');
  const loop = startLoop(context, 'jobs', stores.jobs, async (key) => {
    const job = stores.jobs.get(refOf(key));
    if (!job || job.metadata.deletionTimestamp || job.spec.suspend) return undefined;
    if (isOver(job)) return removeLater(context, job);
    const startedAt = job.status?.startTime === undefined ? clock.now() : Date.parse(job.status.startTime);
    const attempts = attemptsOf(job, podsOf(context, job));
    const verdict = judge(job, attempts, clock.now() - startedAt);
    if (verdict.kind === 'goes on') return goOn(context, job, { attempts, missing: verdict.missing, startedAt });
    if (verdict.kind === 'failed') {
      for (const pod of attempts.active) if (!pod.metadata.deletionTimestamp) await stores.pods.delete(pod);
      await events.warn(kinds.job, job, verdict.reason, verdict.message);
    }
    await stores.jobs.patchStatus(job, statusOf(context, job, attempts, verdict));
    return undefined;
  });
  alsoOn(loop, stores.pods, (pod) => {
    const owner = controllerOf(pod);
    return owner?.kind === 'Job' ? [`${pod.metadata.namespace ?? ''}/${owner.name}`] : [];
  });
  return loop;
}

function podsOf({ stores }: OperatorContext, { metadata }: Job): Pod[] {
  return stores.pods.in(metadata.namespace).filter((pod) => controllerOf(pod)?.uid === metadata.uid);
}

interface Course {
  readonly attempts: Attempts;
  readonly missing: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

async function goOn(context: OperatorContext, job: Job, course: Course): Promise<number | undefined> {
  const { stores, clock } = context;
  const { attempts, missing, startedAt } = course;
  await stores.jobs.patchStatus(job, statusOf(context, job, attempts, { kind: 'goes on', missing }));
  const { activeDeadlineSeconds } = job.spec;
  const untilDeadline =
    activeDeadlineSeconds === undefined ? Infinity : startedAt + activeDeadlineSeconds * 1000 - clock.now();
  const untilNext = missing === 0 ? Infinity : lastFailure(context, job) + backoffMs(attempts.failed) - clock.now();
  if (untilNext <= 0) for (let count = 0; count < missing; count += 1) await stores.pods.create(podFor(job));
  const again = Math.min(untilDeadline, untilNext <= 0 ? Infinity : untilNext);
  return Number.isFinite(again) ? Math.max(1, again) : undefined;
}

function lastFailure(context: OperatorContext, job: Job): number {
  const ends = podsOf(context, job).flatMap(({ status }) =>
    (status?.containerStatuses ?? []).map(({ state }) => Date.parse(state.terminated?.finishedAt ?? '')),
  );
  return Math.max(0, ...ends.filter(Number.isFinite));
}

function podFor(job: Job): Parameters<OperatorContext['stores']['pods']['create']>[0] {
  const { name, namespace } = job.metadata;
  const { metadata, spec } = job.spec.template;
  return {
    metadata: {
      ...metadata,
      generateName: `${name}-`.slice(-58),
      namespace,
      ownerReferences: [ownedBy(job, kinds.job)],
    },
    spec,
  };
}

/** null takes a number away. */
type StatusPatch = { readonly [Field in keyof JobStatus]?: JobStatus[Field] | null };

/** Numbers that are zero are left out, as in the API. */
function statusOf({ clock }: OperatorContext, job: Job, attempts: Attempts, verdict: Verdict): StatusPatch {
  const now = timestamp(clock);
  const over = verdict.kind !== 'goes on';
  // Pods that are taken away are counted once, when it is decided.
  const isDoomed = job.status?.conditions?.some(({ type }) => type === 'FailureTarget') ?? false;
  const ready = attempts.active.filter((pod) =>
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  const count = (name: 'active' | 'succeeded' | 'failed', value: number) => {
    if (value > 0) return { [name]: value };
    return job.status?.[name] === undefined ? {} : { [name]: null };
  };
  return {
    startTime: job.status?.startTime ?? now,
    ...count('active', over ? 0 : attempts.active.length),
    ...count('succeeded', attempts.succeeded),
    ...count('failed', attempts.failed + (verdict.kind === 'failed' && !isDoomed ? attempts.active.length : 0)),
    ready: over ? 0 : ready.length,
    ...(verdict.kind === 'complete' ? { completionTime: now } : {}),
    conditions: conditionsOf(job, verdict, { now, active: attempts.active.length }),
  };
}

async function removeLater({ stores, clock }: OperatorContext, job: Job): Promise<number | undefined> {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined) return undefined;
  const ended = job.status?.conditions?.map(({ lastTransitionTime = '' }) => Date.parse(lastTransitionTime)) ?? [];
  const left = Math.max(0, ...ended) + ttlSecondsAfterFinished * 1000 - clock.now();
  if (left > 0) return left;
  await stores.jobs.delete(job, { propagationPolicy: 'Background' });
  return undefined;
}
