import { createHash } from 'node:crypto';
import { migrations, type Migration } from '../api/generated/migration.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import type { ObjectKey } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { requesterStamp } from '../platform/requester.ts';
import { findOrCreate } from './find-or-create.ts';
import type { Writer } from './writer.ts';

/** The same key gives the same name, so that two presses of a button make one Migration. */
function migrationName(plan: string, idempotencyKey: string): string {
  const hash = createHash('sha256').update(`${plan}\n${idempotencyKey}`).digest('hex').slice(0, 10);
  return `${plan.slice(0, 50).replace(/[-.]+$/, '')}-${hash}`;
}

function migrationOf(plan: Plan, name: string, writer: Writer): Migration {
  const { namespace = '' } = plan.metadata;
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: {
      namespace,
      name,
      annotations: requesterStamp(writer),
      ownerReferences: [
        { apiVersion: plan.apiVersion, kind: plan.kind, name: plan.metadata.name, uid: plan.metadata.uid ?? '' },
      ],
    },
    spec: { plan: { namespace, name: plan.metadata.name } },
  };
}

/** The run that was started with this key, if there is one. */
export function startedRun(writer: Writer, plan: ObjectKey, idempotencyKey: string): Promise<Migration | undefined> {
  return writer.client.find(migrations, { ...plan, name: migrationName(plan.name, idempotencyKey) });
}

/** Starts a run; resolves to the run that is there already when the key was used before, at the same moment even. */
export async function startPlan(writer: Writer, key: ObjectKey, idempotencyKey: string): Promise<Migration> {
  const plan = await writer.client.get(plans, key);
  if (plan.spec.archived === true) {
    throw new ConflictError(`${plan.metadata.name} is archived and cannot be started; duplicate it.`, {
      code: 'plan-archived',
    });
  }
  const wanted = migrationOf(plan, migrationName(plan.metadata.name, idempotencyKey), writer);
  return findOrCreate(writer.client, migrations, wanted);
}

/** Adds VMs to the run's cancel list. Resolves to how many were added. */
export async function cancelRun(
  writer: Writer,
  run: ObjectKey,
  vms: readonly { readonly id: string; readonly name?: string }[],
): Promise<number> {
  const migration = await writer.client.get(migrations, run);
  const present = migration.spec.cancel ?? [];
  const added = vms.filter(({ id }) => !present.some((entry) => entry.id === id)).map(({ id, name }) => ({ id, name }));
  if (added.length === 0) return 0;
  await writer.client.mergePatch(migrations, run, {
    metadata: {
      resourceVersion: migration.metadata.resourceVersion,
      annotations: { ...migration.metadata.annotations, 'gantry.dev/canceled-by': writer.user },
    },
    spec: { cancel: [...present, ...added] },
  });
  return added.length;
}

export async function archivePlan(writer: Writer, key: ObjectKey): Promise<Plan> {
  return writer.client.mergePatch(plans, key, {
    metadata: { annotations: { 'gantry.dev/archived-by': writer.user } },
    spec: { archived: true },
  });
}

/** The maps and runs go with their plan; leftovers are its controller's business. */
export async function deletePlan(writer: Writer, key: ObjectKey): Promise<void> {
  const plan = await writer.client.get(plans, key);
  await writer.client.delete(plans, key, { uid: plan.metadata.uid, propagation: 'Background' });
}
