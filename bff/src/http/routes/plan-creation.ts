import { migrations } from '../../api/generated/migration.ts';
import { networkMaps } from '../../api/generated/network-map.ts';
import { plans } from '../../api/generated/plan.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import { keyOf } from '../../api/resource.ts';
import { createPlan, repairPlan } from '../../writers/create-plan.ts';
import { startedRun, startPlan } from '../../writers/run-plan.ts';
import { access, demanded } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';

/** A plan with its maps; written with the caller's token, as all that people ask for. */
export function planCreation({ catalog }: RouteContext): Pick<Routes, 'createPlan' | 'repairPlan'> {
  return {
    createPlan: async ({ caller, params: { project }, body }) => {
      for (const resource of [plans, networkMaps, storageMaps])
        await caller.demand(access('create', resource, project));
      if (body.startWhenReady) await caller.demand(access('create', migrations, project));
      const { plan, incomplete } = await createPlan(caller, project, body);
      const uid = plan.metadata.uid ?? '';
      // Waits until the plan is ready; the key makes a repeated request start it once.
      if (body.startWhenReady && incomplete.length === 0) {
        const start = { idempotencyKey: `create-${uid}`, earlier: catalog.migrationsOf(plan) };
        const run = await startedRun(caller, start);
        if (run === undefined) await startPlan(caller, keyOf(plan), start);
      }
      return { namespace: project, name: plan.metadata.name, uid, incomplete: [...incomplete] };
    },

    repairPlan: async ({ caller, params }) => {
      for (const resource of [networkMaps, storageMaps])
        await caller.demand(access('create', resource, params.project));
      const plan = await demanded(
        caller,
        plans,
        params,
        catalog.plan({ namespace: params.project, name: params.name }),
      );
      return { incomplete: [...(await repairPlan(caller, plan))] };
    },
  };
}
