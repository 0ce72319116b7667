import { migrations, type Migration, type MigrationStatus } from '../../api/generated/migration.ts';
import type { ObjectReference } from '../../api/kinds/core.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { patchStatus } from '../../kube/status-patch.ts';
import { timestamp } from '../../platform/clock.ts';
import { held } from './outcome.ts';
import type { MigrationPorts } from './scope.ts';

/** The plan that is meant, in the Migration's own namespace: Migrations stand beside their plan. */
export function keyOfMigration({ metadata, spec }: Migration): ObjectKey {
  return { name: spec.plan.name ?? '', namespace: metadata.namespace ?? '' };
}

/** Tells Migrations that their plan is missing. */
export async function tellPlanMissing(ports: MigrationPorts, planless: readonly Migration[]): Promise<void> {
  for (const migration of planless) {
    if (migration.status?.completed !== undefined) continue;
    const status = statusWithoutPlan(migration, timestamp(ports.clock));
    await patchStatus(ports.client, migrations, { before: migration, after: { ...migration, status } });
  }
}

/** One that has begun is over with its plan: it must not go on with another plan of that name. */
function statusWithoutPlan({ metadata, spec, status }: Migration, at: string): MigrationStatus {
  const base = { ...status, observedGeneration: metadata.generation };
  if (status?.started !== undefined) {
    const canceled = { type: 'Canceled', reason: 'Deleted', message: 'The plan was deleted.' };
    return { ...base, completed: at, conditions: [held(canceled, status.conditions, at)] };
  }
  const missing = { type: 'PlanNotValid', ...whatIsMissing(spec.plan, metadata.namespace) };
  return { ...base, conditions: [held(missing, status?.conditions, at, 'Critical')] };
}

function whatIsMissing({ name, namespace }: ObjectReference, here = ''): { reason: string; message: string } {
  if (!name) return { reason: 'NotSet', message: 'No plan is named.' };
  const message =
    (namespace ?? here) === here
      ? `There is no plan ${name} in the namespace ${here}.`
      : `The plan ${name} is in another namespace: a Migration stands beside its plan.`;
  return { reason: 'NotFound', message };
}
