import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { keyOf, type ObjectKey } from '../../api/resource.ts';
import type { ReconcileResult } from '../../kube/controller.ts';
import type { EventRecorder } from '../../kube/events.ts';
import { patchStatus } from '../../kube/status-patch.ts';
import { restoredFinalizer } from '../../migration/labels.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { hasEnded, type MachineStatus } from '../../migration/machine-state.ts';
import { withoutFigures } from '../../migration/rows.ts';
import { takeTurn, type MachinePorts } from '../../migration/run-machine.ts';
import { ProgressGate } from './progress-gate.ts';
import { tell } from './tell.ts';

export interface ReconcilePorts extends MachinePorts {
  readonly events: Pick<EventRecorder, 'record'>;
}

/**
 * One turn of one machine's run: read it from the server (never from a cache: effects at a source follow from it), take
 * at most one step, write the outcome in one patch that only the version read can get.
 */
export function machineReconciler(ports: ReconcilePorts): (key: ObjectKey) => Promise<ReconcileResult | undefined> {
  const gate = new ProgressGate(ports.clock);
  return async (key) => {
    const run = await ports.client.find(virtualMachineMigrations, key);
    if (run === undefined) return undefined;
    const { status, delayMs } = await takeTurn(run, ports);
    const uid = run.metadata.uid ?? '';
    const held = progressOnly(run.status, status) ? gate.wait(uid, resolvedOf(run).settings.progressIntervalMs) : 0;
    if (held > 0) return { requeueAfterMs: Math.min(held, delayMs ?? held) };
    const written = await patchStatus(ports.client, virtualMachineMigrations, {
      before: run,
      after: { ...run, status },
    });
    if (written !== run) {
      gate.wrote(uid);
      tell(ports.events, run, status);
    }
    if (hasEnded(status) && status.discarded === true && run.metadata.deletionTimestamp !== undefined) {
      await release(ports, written);
      gate.forget(uid);
    }
    return delayMs === undefined ? undefined : { requeueAfterMs: delayMs };
  };
}

function progressOnly(before: MachineStatus | undefined, after: MachineStatus): boolean {
  if (before === undefined) return false;
  const essence = ({ pipeline, waiting, ...rest }: MachineStatus) => {
    return JSON.stringify([rest, { ...waiting, moved: undefined }, withoutFigures(pipeline ?? [])]);
  };
  return essence(before) === essence(after);
}

/** The source is restored or the target committed, and nothing is left: the run may go. */
async function release({ client }: MachinePorts, run: VirtualMachineMigration): Promise<void> {
  const finalizers = (run.metadata.finalizers ?? []).filter((name) => name !== restoredFinalizer);
  const { resourceVersion, uid } = run.metadata;
  await client.mergePatch(virtualMachineMigrations, keyOf(run), { metadata: { resourceVersion, uid, finalizers } });
}
