import { plans } from '../../api/generated/plan.ts';
import { configMaps, jobs, pods } from '../../api/kinds/core.ts';
import { atPlan } from '../hooks/at-plan.ts';
import { hooksOf } from '../hooks/frozen-hook.ts';
import { hookConfigMap, hookJob, hookPod } from '../hooks/hook-job.ts';
import type { MachineScope } from '../scope.ts';
import { admitted } from './dry-run.ts';

/** Hooks of either step can be made, also the one that runs after the downtime; Jobs are not asked what pods may be. */
export async function hooksAdmitted(scopeOfRun: MachineScope): Promise<void> {
  const hooks = hooksOf(scopeOfRun.resolved.options).filter(({ aap }) => aap === undefined);
  if (hooks.length === 0) return;
  const scope = atPlan(scopeOfRun);
  const { spec } = await scope.home.get(plans, scope.run.plan);
  for (const hook of hooks) {
    await admitted(scope, configMaps, hookConfigMap(scope, hook, spec));
    await admitted(scope, jobs, hookJob(scope, hook));
    await admitted(scope, pods, hookPod(scope, hook));
  }
}
