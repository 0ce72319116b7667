import { setPaused, setPriority, setStart } from '../../writers/schedule-plan.ts';
import { keyOfPlan, planFor, refuseUnlessPossible } from '../planned-act.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { startTime } from '../start-time.ts';
import { activeRun } from '../summaries/plan-runs.ts';

type ScheduleRoutes = Pick<Routes, 'pausePlan' | 'resumePlan' | 'prioritizePlan' | 'changeStart'>;

/** When plans go on, and before whom; written with the caller's token. */
export function planSchedule({ catalog, clock }: RouteContext): ScheduleRoutes {
  return {
    pausePlan: async ({ caller, params }) => {
      const plan = await planFor(catalog, caller, 'pause', params);
      // Pausing twice is no mistake.
      if (plan.spec.paused !== true) await refuseUnlessPossible(catalog, 'pause', plan);
      await setPaused(caller, keyOfPlan(params), { paused: true });
      return { paused: true };
    },

    resumePlan: async ({ caller, params }) => {
      await planFor(catalog, caller, 'resume', params);
      await setPaused(caller, keyOfPlan(params), { paused: false });
      return { paused: false };
    },

    prioritizePlan: async ({ caller, params, body: { priority } }) => {
      await refuseUnlessPossible(catalog, 'prioritize', await planFor(catalog, caller, 'prioritize', params));
      await setPriority(caller, keyOfPlan(params), priority);
      return { priority };
    },

    changeStart: async ({ caller, params, body: { when } }) => {
      const plan = await planFor(catalog, caller, 'reschedule', params);
      const at = when.type === 'now' ? undefined : startTime(when.time, clock);
      await refuseUnlessPossible(catalog, 'reschedule', plan);
      const run = activeRun(catalog.migrationsOf(plan));
      if (run !== undefined) await setStart(caller, { namespace: params.project, name: run.metadata.name }, at);
      return at === undefined ? {} : { at };
    },
  };
}
