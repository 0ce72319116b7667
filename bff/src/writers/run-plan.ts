import { createHash } from 'node:crypto';
import { migrations, type Migration } from '../api/generated/migration.ts';
import { plans, type Plan } from '../api/generated/plan.ts';
import { keyOf, type ObjectKey } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { requesterStamp } from '../platform/requester.ts';
import { findOrCreate } from './find-or-create.ts';
import type { Writer } from './writer.ts';

/** On a Migration: the key of the request that started it. */
const startKeyAnnotation = 'gantry.dev/start-key';

/**
 * Whoever starts a plan while the same runs of it are known wants the same name: of those who start it at the same
 * moment the server lets one win.
 */
function migrationName({ metadata }: Plan, earlier: readonly Migration[]): string {
  const known = earlier.map((run) => run.metadata.uid ?? '').sort();
  const hash = createHash('sha256')
    .update([metadata.uid, ...known].join('\n'))
    .digest('hex');
  return `${metadata.name.slice(0, 50).replace(/[-.]+$/, '')}-${hash.slice(0, 10)}`;
}

/** A request to start a plan. */
export interface Start {
  /** The same key never starts two runs. */
  readonly idempotencyKey: string;
  /** Runs of the plan that were known when it was found that it may start. */
  readonly earlier: readonly Migration[];
  /** RFC 3339; at once if missing. */
  readonly startAt?: string;
}

function migrationOf(plan: Plan, { earlier, idempotencyKey, startAt }: Start, writer: Writer): Migration {
  const { namespace = '' } = plan.metadata;
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: {
      namespace,
      name: migrationName(plan, earlier),
      annotations: { ...requesterStamp(writer), [startKeyAnnotation]: idempotencyKey },
      ownerReferences: [
        { apiVersion: plan.apiVersion, kind: plan.kind, name: plan.metadata.name, uid: plan.metadata.uid ?? '' },
      ],
    },
    spec: { plan: { namespace, name: plan.metadata.name }, ...(startAt && { startAt }) },
  };
}

const startedBy = ({ metadata }: Migration, idempotencyKey: string) =>
  metadata.annotations?.[startKeyAnnotation] === idempotencyKey;

/** Of the known runs the one that this key started, as it stands at the server. */
export async function startedRun(writer: Writer, { earlier, idempotencyKey }: Start): Promise<Migration | undefined> {
  const run = earlier.find((migration) => startedBy(migration, idempotencyKey));
  return run && writer.client.find(migrations, keyOf(run));
}

/**
 * Starts a run; resolves to the run that is there already when the key was used before, at the same moment even.
 * Throws ConflictError when another start came first.
 */
export async function startPlan(writer: Writer, key: ObjectKey, start: Start): Promise<Migration> {
  const plan = await writer.client.get(plans, key);
  if (plan.spec.archived === true) {
    throw new ConflictError(`${plan.metadata.name} is archived and cannot be started; duplicate it.`, {
      code: 'plan-archived',
    });
  }
  const run = await findOrCreate(writer.client, migrations, migrationOf(plan, start, writer));
  if (startedBy(run, start.idempotencyKey)) return run;
  throw new ConflictError('Somebody else has started the plan at this moment.', {
    code: 'run-active',
    parameters: { run: run.metadata.name },
  });
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
