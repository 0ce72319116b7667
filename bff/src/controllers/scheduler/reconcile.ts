import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import { isConflict, isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { ReconcileResult } from '../../kube/controller.ts';
import { contenderOf } from '../../migration/contender.ts';
import { providerLabel } from '../../migration/labels.ts';
import { schedule, type Contender, type Decision, type Limits } from '../../migration/schedule.ts';

export interface SchedulerPorts {
  readonly client: Client;
  /** As they are now. */
  readonly limits: () => Limits;
}

/** After a run changed under the decision. */
const againMs = 500;

/**
 * Gives slots to the runs of one source provider. The key's name is the provider's UID. Reads from the server: a cache
 * that lags would give a slot twice.
 */
export function schedulerReconciler({
  client,
  limits,
}: SchedulerPorts): (key: ObjectKey) => Promise<ReconcileResult | undefined> {
  return async ({ name: providerUid }) => {
    const now = limits();
    // A target is shared by machines of all providers.
    const { items } = await client.list(
      virtualMachineMigrations,
      now.target === undefined ? { labelSelector: `${providerLabel}=${providerUid}` } : {},
    );
    const runs = new Map<string, Waiter>();
    const contenders = items.flatMap((run) => {
      const contender = contenderOf(run);
      if (contender === undefined) return [];
      runs.set(contender.name, { run, slot: contender.slot });
      return [contender];
    });
    let recorded = true;
    for (const decision of schedule(contenders, now)) {
      const waiter = runs.get(decision.name);
      if (waiter !== undefined && !(await record(client, waiter, decision))) recorded = false;
    }
    return recorded ? undefined : { requeueAfterMs: againMs };
  };
}

interface Waiter {
  readonly run: VirtualMachineMigration;
  readonly slot: Contender['slot'];
}

/** False where the run changed after it was read. */
async function record(client: Client, { run, slot }: Waiter, { granted, reason }: Decision): Promise<boolean> {
  const { grants = [], queue } = run.spec;
  if (!granted && queue?.reason === reason && queue?.stage === slot.stage) return true;
  // Of a stage that comes again only the newest counts.
  const others = grants.filter(({ stage }) => stage !== slot.stage);
  const change = granted ? { grants: [...others, slot], queue: null } : { queue: { stage: slot.stage, reason } };
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
