import { plans, type Plan } from '../../api/generated/plan.ts';
import { migrations } from '../../api/generated/migration.ts';
import type { PlanRow } from '../../api/http/plans.ts';
import { notInPlan } from '../not-in-plan.ts';
import { planVmRules } from '../plan-vm-rules.ts';
import { pageOfRows, among, type PageRules } from '../page.ts';
import { readableVms } from '../readable-vms.ts';
import { access, demanded, readable } from '../rights.ts';
import type { RouteContext } from '../route-context.ts';
import type { Caller } from '../caller.ts';
import type { Routes } from '../route.ts';
import type { PlanRights } from '../summaries/plan-actions.ts';
import { planDetails } from '../summaries/plan-details.ts';
import { planRow } from '../summaries/plan-row.ts';
import { planAttention } from '../summaries/plan-state.ts';
import { vmDetails } from '../summaries/vm-details.ts';

const planRules: PageRules<PlanRow> = {
  searched: (row) => [row.name],
  passes: (row, query) =>
    (query.archived === 'shown' || !row.archived) &&
    among(query.status, row.state) &&
    among(query.type, row.type) &&
    among(query.source, row.source) &&
    among(query.target, row.targetProject),
  columns: {
    name: (row) => row.name,
    project: (row) => row.namespace,
    status: (row) => planAttention.indexOf(row.state),
    type: (row) => row.type,
    source: (row) => row.source,
    target: (row) => row.targetProject,
    createdBy: (row) => row.createdBy ?? '',
    cutover: (row) => row.cutover?.at ?? '',
    vms: (row) => row.vms.total,
    progress: (row) => row.progress?.percent ?? -1,
    started: (row) => row.started ?? '',
    created: (row) => row.created,
  },
  defaultColumns: ['status', '-created'],
  identity: (row) => `${row.namespace}/${row.name}`,
};

type PlanReads = Pick<Routes, 'listPlans' | 'getPlan' | 'listPlanVms' | 'getPlanVm'>;

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort();
}

async function rightsOf(caller: Caller, project: string): Promise<PlanRights> {
  const [startRuns, changeRuns, createPlans, changePlans, deletePlans] = await Promise.all([
    caller.may(access('create', migrations, project)),
    caller.may(access('patch', migrations, project)),
    caller.may(access('create', plans, project)),
    caller.may(access('patch', plans, project)),
    caller.may(access('delete', plans, project)),
  ]);
  return { startRuns, changeRuns, createPlans, changePlans, deletePlans };
}

export function planReads({ catalog }: RouteContext): PlanReads {
  const planFor = (caller: Caller, params: { project: string; name: string }): Promise<Plan> =>
    demanded(caller, plans, params, catalog.plan({ namespace: params.project, name: params.name }));

  async function rowOf(caller: Caller, plan: Plan): Promise<PlanRow> {
    return planRow({ plan, migrations: catalog.migrationsOf(plan), vms: await readableVms(catalog, caller, plan) });
  }

  return {
    listPlans: async ({ caller, query }) => {
      const visible = await readable(caller, plans, catalog.plans(), query.project);
      const rows = await Promise.all(visible.map((plan) => rowOf(caller, plan)));
      return {
        ...pageOfRows(rows, query, planRules),
        sources: distinct(rows.map(({ source }) => source)),
        targets: distinct(rows.map(({ targetProject }) => targetProject)),
      };
    },

    getPlan: async ({ caller, params }) => {
      const plan = await planFor(caller, params);
      const vms = await readableVms(catalog, caller, plan);
      const rights = await rightsOf(caller, params.project);
      return planDetails({
        plan,
        migrations: catalog.migrationsOf(plan),
        vms,
        rights,
        incomplete: catalog.missingMaps(plan),
        machineRuns: catalog.runsOf(plan),
      });
    },

    listPlanVms: async ({ caller, params, query }) => {
      const rows = await readableVms(catalog, caller, await planFor(caller, params));
      return { ...pageOfRows(rows, query, planVmRules), hosts: distinct(rows.map(({ host }) => host)) };
    },

    getPlanVm: async ({ caller, params }) => {
      const plan = await planFor(caller, params);
      const row = (await readableVms(catalog, caller, plan)).find(({ id }) => id === params.vm);
      if (row === undefined) throw notInPlan(params.name, params.vm);
      const run = catalog.runsOf(plan).findLast(({ spec }) => spec.resolved.machine.id === row.id);
      return vmDetails(row, run);
    },
  };
}
