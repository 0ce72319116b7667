import type { z } from 'zod';
import type { Plan } from '../../api/generated/plan.ts';
import type { cancelPlan } from '../../api/http/plan-actions.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import { keyOf } from '../../api/resource.ts';
import { ConflictError } from '../../platform/errors.ts';
import { archivePlan, cancelRun, deletePlan, startedRun, startPlan } from '../../writers/run-plan.ts';
import type { Catalog } from '../catalog.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { notInPlan } from '../not-in-plan.ts';
import { matchingVms } from '../plan-vm-rules.ts';
import { keyOfPlan, planFor, refuseUnlessPossible } from '../planned-act.ts';
import { startTime } from '../start-time.ts';
import { activeRun } from '../summaries/plan-runs.ts';
import { unfinishedStates } from '../summaries/vm-state.ts';

type PlanWrites = Pick<Routes, 'startPlan' | 'cancelPlan' | 'archivePlan' | 'deletePlan'>;
type Chosen = z.output<typeof cancelPlan.body>;

/** The VMs that are to be canceled: of those named or matched, or of all, what is not over. */
async function cancelable(catalog: Catalog, plan: Plan, { vms: named, matching }: Chosen): Promise<VmRow[]> {
  const rows = await catalog.vmsOf(plan);
  const unknown = named?.find((id) => !rows.some((row) => row.id === id));
  if (unknown !== undefined) throw notInPlan(plan.metadata.name, unknown);
  const chosen = matching === undefined ? rows : matchingVms(rows, matching);
  return chosen.filter(
    ({ id, state }) =>
      (unfinishedStates.has(state) || state === 'NotStarted') && (named === undefined || named.includes(id)),
  );
}

/** Everything is written with the caller's token: what they may not do, the API server refuses. */
export function planWrites({ catalog, clock }: RouteContext): PlanWrites {
  return {
    startPlan: async ({ caller, params, body: { idempotencyKey, startAt } }) => {
      const plan = await planFor(catalog, caller, 'start', params);
      const at = startAt === undefined ? undefined : startTime(startAt, clock);
      const start = { idempotencyKey, earlier: catalog.migrationsOf(plan), ...(at && { startAt: at }) };
      let run = await startedRun(caller, start);
      if (run === undefined) {
        await refuseUnlessPossible(catalog, 'start', plan, start.earlier);
        run = await startPlan(caller, keyOf(plan), start);
      }
      return { migration: run.metadata.name, uid: run.metadata.uid ?? '' };
    },

    cancelPlan: async ({ caller, params, body }) => {
      const plan = await planFor(catalog, caller, 'cancel', params);
      const run = activeRun(catalog.migrationsOf(plan));
      if (run === undefined) throw new ConflictError('No run of the plan is active.', { code: 'no-run' });
      const vms = await cancelable(catalog, plan, body);
      const key = { namespace: params.project, name: run.metadata.name };
      return { canceled: await cancelRun(caller, key, vms) };
    },

    archivePlan: async ({ caller, params }) => {
      const plan = await planFor(catalog, caller, 'archive', params);
      // Archiving twice is no mistake.
      if (plan.spec.archived !== true) await refuseUnlessPossible(catalog, 'archive', plan);
      await archivePlan(caller, keyOfPlan(params));
      return { archived: true };
    },

    deletePlan: async ({ caller, params }) => {
      await refuseUnlessPossible(catalog, 'delete', await planFor(catalog, caller, 'delete', params));
      await deletePlan(caller, keyOfPlan(params));
      return { deleted: true };
    },
  };
}
