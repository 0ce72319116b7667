import { plans } from '../../api/generated/plan.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import { matchingVms } from '../plan-vm-rules.ts';
import { readableVms } from '../readable-vms.ts';
import { demanded } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { nextCutover } from '../summaries/cutover-open.ts';
import { concerned, consequencesOf } from '../summaries/consequences.ts';

/** undefined unless all are known. */
function diskBytes(vms: readonly VmRow[]): number | undefined {
  return vms.reduce<number | undefined>(
    (sum, vm) => (sum === undefined || vm.diskBytes === undefined ? undefined : sum + vm.diskBytes),
    0,
  );
}

function cutoverOfAll(vms: readonly VmRow[]) {
  const next = nextCutover(vms);
  return {
    ready: vms.filter(({ warm }) => (warm?.copies ?? 0) > 0).length,
    scheduled: vms.filter(({ warm }) => warm?.cutover.at !== undefined).length,
    at: next?.at,
  };
}

/** Acts on those that are named or match; the others take all that they concern. */
const byChoice: ReadonlySet<string> = new Set(['cancel', 'cutover', 'change']);

export function planDialogs({ catalog }: RouteContext): Pick<Routes, 'planConsequences'> {
  return {
    planConsequences: async ({ caller, params, query: { action, vms: named, at, ...filter } }) => {
      const key = { namespace: params.project, name: params.name };
      const plan = await demanded(caller, plans, params, catalog.plan(key));
      const all = await readableVms(catalog, caller, plan);
      const wanted = named?.split(',');
      const chosen = matchingVms(all, filter).filter(({ id }) => wanted === undefined || wanted.includes(id));
      const vms = concerned(action, byChoice.has(action) ? chosen : all);
      const facts = { plan, vms, all, diskBytes: diskBytes(vms), at };
      const { title, consequences } = consequencesOf(action, facts);
      const ids = vms.map(({ id }) => id);
      return {
        title,
        consequences: [...consequences],
        vms: ids,
        ...(action === 'cutover' ? { cutover: cutoverOfAll(vms) } : {}),
      };
    },
  };
}
