import { choosePlanVms } from '../../writers/choose-plan-vms.ts';
import { editPlan } from '../../writers/edit-plan.ts';
import { notInPlan } from '../not-in-plan.ts';
import { matchingVms } from '../plan-vm-rules.ts';
import { keyOfPlan, planFor, refuseUnlessPossible } from '../planned-act.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';

/** What people choose for a plan that exists, and for single VMs of it; written with the caller's token. */
export function planSettings({ catalog }: RouteContext): Pick<Routes, 'editPlan' | 'choosePlanVms'> {
  return {
    editPlan: async ({ caller, params, body: { version, settings } }) => {
      await refuseUnlessPossible(catalog, 'change', await planFor(catalog, caller, 'change', params));
      const { metadata } = await editPlan(caller, { key: keyOfPlan(params), version, settings });
      return { version: String(metadata.generation ?? 0) };
    },

    choosePlanVms: async ({ caller, params, body: { vms: named, matching, choices } }) => {
      const plan = await planFor(catalog, caller, 'change', params);
      await refuseUnlessPossible(catalog, 'change', plan);
      const rows = await catalog.vmsOf(plan);
      const unknown = named?.find((id) => rows.every((row) => row.id !== id));
      if (unknown !== undefined) throw notInPlan(params.name, unknown);
      const matched = matching === undefined ? rows : matchingVms(rows, matching);
      const vms = matched.filter(({ id }) => named?.includes(id) ?? true);
      await choosePlanVms(caller, { key: keyOfPlan(params), vms, choices });
      return { vms: vms.length };
    },
  };
}
