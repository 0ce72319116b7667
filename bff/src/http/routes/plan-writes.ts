import { plans, type Plan } from '../../api/generated/plan.ts';
import { ConflictError } from '../../platform/errors.ts';
import { createPlan } from '../../writers/create-plan.ts';
import { archivePlan, cancelRun, deletePlan, startPlan } from '../../writers/run-plan.ts';
import { demanded } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { activeRun } from '../summaries/plan-details.ts';
import { unfinishedStates } from '../summaries/vm-state.ts';

type PlanWrites = Pick<Routes, 'createPlan' | 'startPlan' | 'cancelPlan' | 'archivePlan' | 'deletePlan'>;

const keyOfParams = ({ project, name }: { project: string; name: string }) => ({ namespace: project, name });

/** Everything is written with the caller's token: what they may not do, the API server refuses. */
export function planWrites({ catalog }: RouteContext): PlanWrites {
  function refuseWhileRunning(plan: Plan | undefined, what: string): void {
    const run = plan === undefined ? undefined : activeRun(catalog.migrationsOf(plan));
    if (run !== undefined) {
      throw new ConflictError(`The plan cannot be ${what} while ${run.metadata.name} runs. Cancel the run first.`, {
        code: 'run-active',
        parameters: { run: run.metadata.name },
      });
    }
  }

  return {
    createPlan: async ({ caller, params, body }) => {
      const { plan, incomplete } = await createPlan(caller, params.project, body);
      if (body.startWhenReady && incomplete.length === 0) {
        // Waits in the queue of the plan until it is ready; the key makes a repeated request start it once.
        await startPlan(
          caller,
          keyOfParams({ project: params.project, name: body.name }),
          `create-${plan.metadata.uid ?? ''}`,
        );
      }
      return {
        namespace: params.project,
        name: plan.metadata.name,
        uid: plan.metadata.uid ?? '',
        incomplete: [...incomplete],
      };
    },

    startPlan: async ({ caller, params, body }) => {
      const migration = await startPlan(caller, keyOfParams(params), body.idempotencyKey);
      return { migration: migration.metadata.name, uid: migration.metadata.uid ?? '' };
    },

    cancelPlan: async ({ caller, params, body }) => {
      const plan = await demanded(caller, plans, params, catalog.plan(keyOfParams(params)));
      const run = activeRun(catalog.migrationsOf(plan));
      if (run === undefined) throw new ConflictError('No run of the plan is active.', { code: 'no-run' });
      const rows = await catalog.vmsOf(plan);
      const wanted = rows.filter(({ id, state }) =>
        body.vms === undefined ? unfinishedStates.has(state) || state === 'NotStarted' : body.vms.includes(id),
      );
      const canceled = await cancelRun(
        caller,
        keyOfParams({ project: params.project, name: run.metadata.name }),
        wanted,
      );
      return { canceled };
    },

    archivePlan: async ({ caller, params }) => {
      refuseWhileRunning(catalog.plan(keyOfParams(params)), 'archived');
      await archivePlan(caller, keyOfParams(params));
      return { archived: true };
    },

    deletePlan: async ({ caller, params }) => {
      refuseWhileRunning(catalog.plan(keyOfParams(params)), 'deleted');
      await deletePlan(caller, keyOfParams(params));
      return { deleted: true };
    },
  };
}
