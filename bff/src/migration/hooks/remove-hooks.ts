import { configMaps, jobs, pods } from '../../api/kinds/core.ts';
import type { MachineScope, RunScope } from '../scope.ts';
import { preHook } from '../steps/pre-hook.ts';
import { ourObjects, release, removeAll } from '../target/target-objects.ts';
import { atPlan } from './at-plan.ts';
import { hookAt, hooksOf } from './frozen-hook.ts';
import { jobState } from './job-state.ts';
import { cancelJob, launchedIntent, launchingIntent } from './run-template.ts';

/** Hooks that run are ended; those that are over stay for their logs. False while some still run. */
export async function stopHooks(scopeOfRun: RunScope): Promise<boolean> {
  if (hooksOf(scopeOfRun.resolved.options).length === 0) return true;
  await stopTemplate(scopeOfRun);
  const scope = atPlan(scopeOfRun);
  const found = await ourObjects(scope, jobs);
  const running = found.filter((job) => jobState(job) === 'running');
  for (const job of found) if (!running.includes(job)) await release(scope.client, jobs, job);
  const stopped = await removeAll(scope, jobs, running);
  const left = (await ourObjects(scope, pods)).filter(({ metadata, status }) => {
    const over = status?.phase === 'Failed' || status?.phase === 'Succeeded';
    return metadata.labels?.resource === 'hook-config' && !over;
  });
  return (await removeAll(scope, pods, left)) && stopped;
}

/** After the commit its own step ends the other one. */
async function stopTemplate(scope: RunScope): Promise<void> {
  const hook = hookAt(scope.resolved.options, 'PreHook');
  const wasBegun = scope.intentOf(preHook, launchingIntent) !== undefined && scope.outputOf(preHook) === undefined;
  const job = scope.intentOf(preHook, launchedIntent)?.data.job;
  if (hook?.aap !== undefined && wasBegun) await cancelJob(scope, hook, job === undefined ? undefined : Number(job));
}

/** Nothing of the hooks is left. False while something still is. */
export async function removeHooks(scopeOfRun: MachineScope): Promise<boolean> {
  if (hooksOf(scopeOfRun.resolved.options).length === 0) return true;
  const scope = atPlan(scopeOfRun);
  const removed = await removeAll(scope, jobs, await ourObjects(scope, jobs));
  return (await removeAll(scope, configMaps, await ourObjects(scope, configMaps))) && removed;
}
