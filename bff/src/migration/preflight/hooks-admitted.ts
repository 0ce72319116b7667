import { plans } from '../../api/generated/plan.ts';
import { configMaps, jobs, pods } from '../../api/kinds/core.ts';
import { atPlan } from '../hooks/at-plan.ts';
import { hooksOf } from '../hooks/frozen-hook.ts';
import { hookConfigMap, hookJob, hookPod } from '../hooks/hook-job.ts';
import { templateReady } from '../hooks/run-template.ts';
import type { MachineScope } from '../scope.ts';
import { admitted } from './dry-run.ts';

/** Hooks of either step can be run, also the one after the downtime. Of a Job's pods the server judges only when they are made. */
export async function hooksAdmitted(scopeOfRun: MachineScope): Promise<void> {
  const hooks = hooksOf(scopeOfRun.resolved.options);
  if (hooks.length === 0) return;
  const scope = atPlan(scopeOfRun);
  const { spec } = await scope.home.get(plans, scope.run.plan);
  for (const hook of hooks) {
    if (hook.aap !== undefined) {
      await templateReady(scope, hook);
      continue;
    }
    await admitted(scope, configMaps, hookConfigMap(scope, hook, spec));
    await admitted(scope, jobs, hookJob(scope, hook));
    await admitted(scope, pods, hookPod(scope, hook));
  }
}
