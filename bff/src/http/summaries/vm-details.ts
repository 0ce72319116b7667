import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { PlanVmDetails, VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import { storageName } from '../../machine/storage-name.ts';
import { hookSteps } from '../../migration/hooks/frozen-hook.ts';
import { identityOf, resolvedOf } from '../../migration/machine-run.ts';
import { placedDisks } from '../../migration/target/target-volumes.ts';
import { conditionRowOf } from './plan-details.ts';
import { succeededStates } from './vm-state.ts';
import { copiesOf } from './warm-copies.ts';

function hookOutputs({ status }: VirtualMachineMigration): Record<string, string> {
  const printed = hookSteps.map((step) => [step, status?.outputs?.[step]?.output] as const);
  return Object.fromEntries(
    printed.flatMap(([step, text]) => (typeof text === 'string' && text ? [[step, text]] : [])),
  );
}

/** Everything the drawer of a VM shows; without a run it has no disks yet. */
export function vmDetails(row: VmRow, run: VirtualMachineMigration | undefined): PlanVmDetails {
  if (run === undefined) return { ...row, conditions: [], disks: [], copies: [], warnings: [] };
  const resolved = resolvedOf(run);
  const { machine, target } = resolved;
  const claims = new Map(
    placedDisks({ resolved, run: identityOf(run) }).map(({ disk, name }) => [disk.index, name] as const),
  );
  const tasks = new Map(row.steps.flatMap((step) => step.tasks.map((task) => [task.name, task.progress] as const)));
  const conditions = run.status?.conditions ?? [];
  return {
    ...row,
    conditions: conditions.map(conditionRowOf),
    ...(succeededStates.has(row.state) ? { targetVm: { namespace: target.namespace, name: target.name } } : {}),
    disks: machine.disks.map((disk) => ({
      name: disk.file,
      storage: storageName(disk),
      capacityBytes: disk.capacityBytes,
      // Until its task has begun the claim is only a name.
      targetClaim: tasks.has(disk.file) ? claims.get(disk.index) : undefined,
      progress: tasks.get(disk.file),
    })),
    copies: copiesOf(run),
    outputs: hookOutputs(run),
    warnings: conditions
      .filter(({ status, category }) => status === 'True' && category === 'Warn')
      .map(({ type, message = type, suggestion }): Message => ({
        code: type,
        parameters: {},
        text: message,
        ...(suggestion ? { advice: suggestion } : {}),
      })),
  };
}
