import { networkMaps } from '../../api/generated/network-map.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import { ConflictError } from '../../platform/errors.ts';
import { changePlanVms } from '../../writers/change-plan-vms.ts';
import { duplicatePlan } from '../../writers/duplicate-plan.ts';
import { keyOfPlan, planFor, refuseUnlessPossible } from '../planned-act.ts';
import { access } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { succeededStates } from '../summaries/vm-state.ts';

/** What becomes of a plan between its runs; written with the caller's token. */
export function planChanges({ catalog }: RouteContext): Pick<Routes, 'changePlanVms' | 'duplicatePlan'> {
  return {
    changePlanVms: async ({ caller, params, body }) => {
      const plan = await planFor(catalog, caller, 'change', params);
      await refuseUnlessPossible(catalog, 'change', plan);
      const rows = await catalog.vmsOf(plan, 'plan alone');
      const migrated = rows.find(({ id, state }) => succeededStates.has(state) && body.remove.includes(id));
      if (migrated !== undefined) {
        throw new ConflictError(`${migrated.name} has been migrated: the plan keeps its result.`, {
          code: 'vm-migrated',
          parameters: { vm: migrated.name },
        });
      }
      return { vms: (await changePlanVms(caller, keyOfPlan(params), body)).spec.vms.length };
    },

    duplicatePlan: async ({ caller, params, body }) => {
      const plan = await planFor(catalog, caller, 'duplicate', params);
      for (const resource of [networkMaps, storageMaps])
        await caller.demand(access('create', resource, params.project));
      const rows = await catalog.vmsOf(plan, 'plan alone');
      const done = new Set(rows.filter(({ state }) => succeededStates.has(state)).map(({ id }) => id));
      const left = plan.spec.vms.filter(({ id, name }) => !done.has(id || (name ?? '')));
      if (body.vms === 'notMigrated' && left.length === 0)
        throw new ConflictError('Every VM has been migrated: a copy would have none.', { code: 'plan-without-vms' });
      const copy = await duplicatePlan(caller, plan, {
        name: body.name,
        vms: body.vms === 'all' ? plan.spec.vms : left,
      });
      return { namespace: params.project, name: copy.metadata.name, uid: copy.metadata.uid ?? '' };
    },
  };
}
