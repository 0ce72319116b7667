import { plans } from '../../api/generated/plan.ts';
import { configMaps, jobs, pods, type Job, type Pod } from '../../api/kinds/core.ts';
import { done, fail, wait, type Outcome } from '../../pipeline/outcome.ts';
import { failure } from '../failures.ts';
import { podProblem } from '../pods/conversion-state.ts';
import { testimony } from '../pods/pod-log.ts';
import type { RunScope } from '../scope.ts';
import { ensure, inTarget, ourObjects } from '../target/target-objects.ts';
import { atPlan } from './at-plan.ts';
import { hookAt, type FrozenHook, type HookStep } from './frozen-hook.ts';
import { hookFailure } from './hook-failure.ts';
import { hookConfigMap, hookJob, hookName } from './hook-job.ts';
import { jobFailure, jobState } from './job-state.ts';
import { runTemplate } from './run-template.ts';

/** What is kept of a hook that ended well. */
export interface HookOutputs {
  readonly hook?: string;
  /** Its last lines, redacted. */
  readonly output?: string;
}

/** Runs the machine's hook of this step to its end: a Job in the namespace of the plan, or a job template elsewhere. */
export async function runHook(scopeOfRun: RunScope, step: HookStep): Promise<Outcome<HookOutputs>> {
  const scope = atPlan(scopeOfRun);
  const hook = hookAt(scope.resolved.options, step);
  if (hook === undefined) return done({});
  if (hook.aap !== undefined) return runTemplate(scope, hook);
  const job = await scope.client.find(jobs, inTarget(scope, hookName(scope, step)));
  if (scope.unwanted) return failed(scope, hook, { detail: 'it was canceled' });
  if (job === undefined) await start(scope, hook);
  return job === undefined ? starting(scope, hook, []) : follow(scope, hook, job);
}

async function start(scope: RunScope, hook: FrozenHook): Promise<void> {
  const plan = await scope.home.get(plans, scope.run.plan);
  await ensure(scope, configMaps, hookConfigMap(scope, hook, plan.spec));
  await ensure(scope, jobs, hookJob(scope, hook));
}

async function follow(scope: RunScope, hook: FrozenHook, job: Job): Promise<Outcome<HookOutputs>> {
  const attempts = await podsOf(scope, job);
  const last = attempts.findLast(hasRun);
  switch (jobState(job)) {
    case 'succeeded':
      return done({ hook: hook.name, output: last === undefined ? '' : (await testimony(scope, last)).log });
    case 'failed':
      return jobFailed(scope, hook, { job, last });
    case 'running':
      if (job.metadata.deletionTimestamp !== undefined) return failed(scope, hook, { detail: 'its job was removed' });
      return attempts.every(hasRun) && last !== undefined ? running(scope, hook) : starting(scope, hook, attempts);
  }
}

async function jobFailed(
  scope: RunScope,
  hook: FrozenHook,
  { job, last }: { readonly job: Job; readonly last: Pod | undefined },
): Promise<Outcome<never>> {
  const { log, words } = last === undefined ? { log: '', words: '' } : await testimony(scope, last);
  const { reason, message } = jobFailure(job);
  const late = `it did not end within ${hook.deadline ?? 0} s`;
  return failed(scope, hook, { detail: reason === 'DeadlineExceeded' ? late : words || message, log });
}

/** Its own controller ends a Job that is late; one that does not do so in time has failed all the same. */
function running(scope: RunScope, hook: FrozenHook): Outcome<never> {
  const { since, resolved } = scope;
  const { deadline = 0, name } = hook;
  const at = since + deadline * 1000 + resolved.settings.podPendingDeadlineMs;
  const late = hookFailure(scope, hook, `it did not end within ${deadline} s`);
  return wait({
    on: 'cluster',
    reason: `Hook ${name} runs`,
    ...(deadline > 0 && { deadline: { at, failure: late } }),
  });
}

/** An attempt whose pod is not there or does not run yet. */
function starting({ resolved }: RunScope, hook: FrozenHook, attempts: readonly Pod[]): Outcome<never> {
  const { machine, settings } = resolved;
  const pod = attempts.find((attempt) => !hasRun(attempt));
  const parameters = {
    vm: machine.name,
    hook: hook.name,
    minutes: String(settings.podPendingDeadlineMs / 60_000),
    detail: pod === undefined ? 'its job has no pod' : podProblem(pod),
  };
  return wait({
    on: 'cluster',
    reason: `Hook ${hook.name} is starting`,
    tasks: [{ name: hook.name, completed: attempts.filter(hasRun).length, total: attempts.length }],
    stall: { afterMs: settings.podPendingDeadlineMs, failure: failure('hook-pending', parameters) },
  });
}

function failed(
  scope: RunScope,
  hook: FrozenHook,
  { detail, log }: { readonly detail: string; readonly log?: string },
): Outcome<never> {
  return fail(hookFailure(scope, hook, detail), { log });
}

/** Oldest first. */
async function podsOf(scope: RunScope, job: Job): Promise<Pod[]> {
  const made = ({ metadata }: Pod) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
  return (await ourObjects(scope, pods))
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid))
    .toSorted((one, other) => made(one).localeCompare(made(other)));
}

function hasRun({ status }: Pod): boolean {
  return status?.phase !== undefined && status.phase !== 'Pending';
}
