import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import { isConflict, isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { ReconcileResult } from '../../kube/controller.ts';
import { contest } from '../../migration/contender.ts';
import type { Contender, Limits } from '../../migration/contest.ts';
import { providerLabel } from '../../migration/labels.ts';
import { schedule, type Decision } from '../../migration/schedule.ts';
import type { Clock } from '../../platform/clock.ts';

export interface SchedulerPorts {
  readonly client: Client;
  /** As they are now. */
  readonly limits: () => Limits;
  readonly clock: Clock;
}

/** After a run changed under the decision. */
const againMs = 500;

/**
 * Gives slots to the runs of one source provider. The key's name is the provider's UID. The client has to show
 * its own writes: grants that are not seen would be given twice.
 */
export function schedulerReconciler({
  client,
  limits,
  clock,
}: SchedulerPorts): (key: ObjectKey) => Promise<ReconcileResult | undefined> {
  return async ({ name: providerUid }) => {
    const [limited, now] = [limits(), clock.now()];
    // A target is shared by machines of all providers.
    const { items } = await client.list(
      virtualMachineMigrations,
      limited.target === undefined ? { labelSelector: `${providerLabel}=${providerUid}` } : {},
    );
    const contenders = contest(items);
    const waiters = new Map(contenders.map(({ run, contender }) => [contender.name, { run, slot: contender.slot }]));
    const decisions = schedule(
      contenders.map(({ contender }) => contender),
      limited,
      now,
    );
    let recorded = true;
    for (const decision of decisions) {
      const waiter = waiters.get(decision.name);
      const at = new Date(now).toISOString();
      if (waiter !== undefined && !(await record(client, waiter, { ...decision, at }))) recorded = false;
    }
    return recorded ? undefined : { requeueAfterMs: againMs };
  };
}

interface Waiter {
  readonly run: VirtualMachineMigration;
  readonly slot: Contender['slot'];
}

/** False where the run changed after it was read. */
async function record(
  client: Client,
  { run, slot }: Waiter,
  { granted, reason, passed, at }: Decision & { readonly at: string },
): Promise<boolean> {
  const { grants = [], queue } = run.spec;
  const known = queue?.stage === slot.stage ? queue : undefined;
  const passedAt = known?.passedAt ?? (passed ? at : undefined);
  if (!granted && known?.reason === reason && known?.passedAt === passedAt) return true;
  // Of a stage that comes again only the newest counts.
  const others = grants.filter(({ stage }) => stage !== slot.stage);
  const change = granted
    ? { grants: [...others, { ...slot, at }], queue: null }
    : { queue: { stage: slot.stage, reason, passedAt: passedAt ?? null } };
  try {
    const { resourceVersion } = run.metadata;
    await client.mergePatch(virtualMachineMigrations, keyOf(run), { metadata: { resourceVersion }, spec: change });
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    if (isNotFound(error)) return true;
    throw error;
  }
}
