import { plans } from '../../api/generated/plan.ts';
import { providers } from '../../api/generated/provider.ts';
import type { Caller } from '../caller.ts';
import { readableVms } from '../readable-vms.ts';
import { access, readable } from '../rights.ts';
import type { Routes } from '../route.ts';
import type { RouteContext } from '../route-context.ts';
import { overviewOf } from '../summaries/overview.ts';
import { planRow } from '../summaries/plan-row.ts';
import { providerRow } from '../summaries/provider-row.ts';

export function overview({ catalog, clock }: RouteContext): Pick<Routes, 'getOverview' | 'getThroughput'> {
  /** undefined without the right to list those of the project: the page goes without them. */
  async function providersOf(caller: Caller, project: string | undefined) {
    if (project !== undefined && !(await caller.may(access('list', providers, project)))) return undefined;
    const visible = await readable(caller, providers, catalog.providers(), project);
    return visible.map((provider) =>
      providerRow({ provider, inventory: catalog.inventory(provider)?.state, plans: 0, heldBy: [] }),
    );
  }

  return {
    getOverview: async ({ caller, query: { project } }) => {
      const visible = await readable(caller, plans, catalog.plans(), project);
      // Archived plans are not shown: nothing of their machines has to be made.
      const open = visible.filter(({ spec }) => spec.archived !== true);
      const rows = await Promise.all(
        open.map(async (plan) => {
          const vms = await readableVms(catalog, caller, plan);
          return { row: planRow({ plan, migrations: catalog.migrationsOf(plan), vms }), vms };
        }),
      );
      return overviewOf({ plans: rows, providers: await providersOf(caller, project), now: clock.now() });
    },

    getThroughput: async ({ caller, query: { project } }) => {
      const visible = await readable(caller, plans, catalog.plans(), project);
      return catalog.throughput(visible);
    },
  };
}
