import type { TaskReport } from '../pipeline/outcome.ts';
import { megabytes } from './source/transfer.ts';
import type { MachineScope } from './scope.ts';

export interface DiskProgress {
  readonly percent: number;
  readonly reason?: string;
  readonly finished?: boolean;
  readonly restarts?: number;
}

/** One task per disk, named by its backing file; `percentOf` says how far each disk is. */
export function diskTasks(scope: MachineScope, percentOf: (disk: number) => DiskProgress): TaskReport[] {
  return scope.resolved.machine.disks.map((disk) => {
    const { percent, reason, finished, restarts } = percentOf(disk.index);
    const total = megabytes(disk.capacityBytes);
    const completed = Math.floor((total * Math.min(100, Math.max(0, percent))) / 100);
    const notes = { ...(reason && { reason }), ...(finished && { finished }), ...(restarts && { restarts }) };
    return { name: disk.file, total, completed, ...notes };
  });
}

export function finishedTasks(scope: MachineScope): TaskReport[] {
  return diskTasks(scope, () => ({ percent: 100, finished: true }));
}
