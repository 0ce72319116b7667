import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { PlanVmDetails, VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { conditionRowOf } from './plan-details.ts';
import { succeededStates } from './vm-state.ts';

/** Everything the drawer of a VM shows; without a run it has no disks yet. */
export function vmDetails(row: VmRow, run: VirtualMachineMigration | undefined): PlanVmDetails {
  if (run === undefined) return { ...row, conditions: [], disks: [], warnings: [] };
  const { machine, target } = resolvedOf(run);
  const tasks = new Map(row.steps.flatMap((step) => step.tasks.map((task) => [task.name, task.progress] as const)));
  const conditions = run.status?.conditions ?? [];
  return {
    ...row,
    conditions: conditions.map(conditionRowOf),
    ...(succeededStates.has(row.state) ? { targetVm: { namespace: target.namespace, name: target.name } } : {}),
    disks: machine.disks.map((disk) => ({
      name: disk.file,
      storage: /^\[([^\]]*)\]/.exec(disk.file)?.[1] ?? disk.storageId,
      capacityBytes: disk.capacityBytes,
      progress: tasks.get(disk.file),
    })),
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
