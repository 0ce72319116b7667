import type {
  VirtualMachineMigration,
  VirtualMachineMigrationPipeline,
  VirtualMachineMigrationPipelineTasks,
} from '../../api/generated/virtual-machine-migration.ts';
import type { Step } from '../../api/http/plan-machines.ts';
import type { Progress } from '../../api/http/shapes.ts';
import { progressOf } from './progress.ts';
import { sentence } from './message.ts';
import type { Rate } from './rates.ts';
import { laterBytes } from './warm-copies.ts';

const bytesPerMegabyte = 1024 * 1024;

/** Rows in which bytes move. */
const copyRows = new Set(['DiskTransfer', 'DiskTransferV2v']);

function bytesOf(
  row: VirtualMachineMigrationPipeline | VirtualMachineMigrationPipelineTasks,
  rate?: Rate,
): Progress | undefined {
  const { progress } = row;
  if (progress === undefined) return undefined;
  return progressOf({
    completedBytes: progress.completed * bytesPerMegabyte,
    totalBytes: progress.total * bytesPerMegabyte,
    done: row.completed !== undefined,
    rate,
  });
}

function rowState(row: VirtualMachineMigrationPipeline): Step['state'] {
  if (row.error !== undefined) return 'Failed';
  if (row.completed !== undefined) return 'Completed';
  return row.started === undefined ? 'Pending' : 'Running';
}

function taskState(task: VirtualMachineMigrationPipelineTasks): Step['tasks'][number]['state'] {
  if (task.completed !== undefined) return 'Completed';
  return task.started === undefined ? 'Pending' : 'Running';
}

/** The rows of a run as the console draws them; `rate` belongs to the row that copies. */
export function stepsOf(run: VirtualMachineMigration, rate?: Rate): Step[] {
  return (run.status?.pipeline ?? []).map((row) => ({
    name: row.name,
    state: rowState(row),
    started: row.started,
    completed: row.completed,
    progress: copyRows.has(row.name) ? bytesOf(row, rate) : undefined,
    message:
      row.error === undefined
        ? undefined
        : sentence('step-failed', '{reason}', { reason: row.error.reasons.join(' ') }),
    tasks: (row.tasks ?? []).map((task) => ({ name: task.name, state: taskState(task), progress: bytesOf(task) })),
  }));
}

/** Bytes that the run has copied, for its rate; undefined where it copies none. */
export function copiedBytes(run: VirtualMachineMigration): number | undefined {
  const row = run.status?.pipeline?.find(({ name }) => copyRows.has(name));
  return row?.progress === undefined ? undefined : row.progress.completed * bytesPerMegabyte + laterBytes(run);
}

export function copyProgress(run: VirtualMachineMigration, rate?: Rate): Progress | undefined {
  const row = run.status?.pipeline?.find(({ name }) => copyRows.has(name));
  return row === undefined ? undefined : bytesOf(row, rate);
}
