import { migrations, type Migration } from '../api/generated/migration.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import { ConflictError } from '../platform/errors.ts';
import type { Caller } from './caller.ts';
import type { Catalog } from './catalog.ts';
import { access, demanded } from './rights.ts';
import { obstacleTo, type PlanAction } from './summaries/plan-actions.ts';

export interface PlanParams {
  readonly project: string;
  readonly name: string;
}

export const keyOfPlan = ({ project, name }: PlanParams) => ({ namespace: project, name });

/** What an action writes: asked for first, so that a refusal names the right and nothing of the plan. */
const rights: Readonly<Record<PlanAction, (params: PlanParams) => ReturnType<typeof access>>> = {
  start: ({ project }) => access('create', migrations, project),
  cancel: ({ project }) => access('patch', migrations, project),
  reschedule: ({ project }) => access('patch', migrations, project),
  cutover: ({ project }) => access('patch', migrations, project),
  pause: ({ project, name }) => access('patch', plans, project, name),
  resume: ({ project, name }) => access('patch', plans, project, name),
  prioritize: ({ project, name }) => access('patch', plans, project, name),
  change: ({ project, name }) => access('patch', plans, project, name),
  duplicate: ({ project }) => access('create', plans, project),
  archive: ({ project, name }) => access('patch', plans, project, name),
  delete: ({ project, name }) => access('delete', plans, project, name),
};

/** The plan, for a caller who may see it and take the action. */
export async function planFor(catalog: Catalog, caller: Caller, action: PlanAction, params: PlanParams): Promise<Plan> {
  await caller.demand(rights[action](params));
  return demanded(caller, plans, params, catalog.plan(keyOfPlan(params)));
}

/** Throws ConflictError with the reason that the plan's page shows at the action. */
export async function refuseUnlessPossible(
  catalog: Catalog,
  action: PlanAction,
  plan: Plan,
  runs: readonly Migration[] = catalog.migrationsOf(plan),
): Promise<void> {
  const obstacle = obstacleTo(action, { plan, migrations: runs, vms: await catalog.vmsOf(plan) });
  if (obstacle === undefined) return;
  const { code, parameters, text } = obstacle;
  throw new ConflictError(text, { code, parameters });
}
