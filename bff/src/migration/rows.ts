import type { VirtualMachineMigrationStatus } from '../api/generated/virtual-machine-migration.ts';
import type { Failure, TaskReport } from '../pipeline/outcome.ts';
import type { Step } from '../pipeline/step.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { megabytes } from './source/transfer.ts';

export type Row = NonNullable<VirtualMachineMigrationStatus['pipeline']>[number];
type Task = NonNullable<Row['tasks']>[number];

/** Rows that show disks, one task each, in MB. */
const rowsOfDisks: ReadonlySet<string> = new Set(['DiskAllocation', 'DiskTransfer', 'DiskTransferV2v', 'Cutover']);

const descriptions: Readonly<Record<string, string>> = {
  Initialize: 'Initialize migration.',
  PreHook: 'Run pre-migration hook.',
  PostHook: 'Run post-migration hook.',
  PreflightInspection: 'Inspect the guest.',
  DiskAllocation: 'Allocate disks.',
  DiskTransfer: 'Transfer disks.',
  ImageConversion: 'Convert image to kubevirt.',
  DiskTransferV2v: 'Copy disks.',
  Cutover: 'Finalize disk transfer.',
  WaitForFinalSnapshotConsolidation: 'Wait for the last snapshot to be merged.',
  VirtualMachineCreation: 'Create VM.',
};

/** The rows of a run before anything has happened: one per group of steps, in their order. */
export function initialRows(
  steps: readonly Pick<Step<never>, 'group'>[],
  machine: Pick<SourceMachine, 'disks'>,
): Row[] {
  const groups = [...new Set(steps.map((step) => step.group))];
  return groups.map((name) => {
    const row = { name, description: descriptions[name] ?? name, phase: 'Pending' };
    if (!rowsOfDisks.has(name)) return { ...row, progress: { completed: 0, total: 1 } };
    const tasks = machine.disks.map((disk) => ({
      name: disk.file,
      phase: 'Pending',
      annotations: { unit: 'MB' },
      progress: { completed: 0, total: megabytes(disk.capacityBytes) },
    }));
    return { ...row, annotations: { unit: 'MB' }, tasks, progress: sumOf(tasks) };
  });
}

interface RowChange {
  /** The row that is worked on; undefined when the list is over. */
  readonly current: string | undefined;
  /** Rows that steps behind the current one belong to; a row may be worked on again after another one. */
  readonly ahead: ReadonlySet<string>;
  readonly tasks?: { readonly row: string; readonly reports: readonly TaskReport[] };
  readonly failure?: Failure & { readonly step: string };
  /** RFC 3339. */
  readonly at: string;
}

/** The current row runs; of the others those are over that no step ahead belongs to. */
export function updateRows(rows: readonly Row[], change: RowChange): Row[] {
  return rows.map((row) => {
    const reported = change.tasks?.row === row.name ? report(row, change.tasks.reports, change.at) : row;
    if (row.name !== change.current) return change.ahead.has(row.name) ? reported : complete(reported, change.at);
    const begun = begin(reported, change.at);
    if (change.failure === undefined) return begun;
    return { ...begun, error: { phase: change.failure.step, reasons: [change.failure.message] } };
  });
}

function begin(row: Row, at: string): Row {
  return row.phase === 'Pending' ? { ...row, phase: 'Running', started: at } : row;
}

function complete(row: Row, at: string): Row {
  if (row.phase === 'Completed') return row;
  const tasks = row.tasks?.map((task) => completeTask(task, at));
  const progress = { completed: row.progress?.total ?? 1, total: row.progress?.total ?? 1 };
  return { ...row, phase: 'Completed', started: row.started ?? at, completed: at, progress, ...(tasks && { tasks }) };
}

function report(row: Row, reports: readonly TaskReport[], at: string): Row {
  const tasks = row.tasks?.map((task) => {
    const found = reports.find((candidate) => candidate.name === task.name);
    // A later copy of the same disk takes nothing back.
    if (found === undefined || task.phase === 'Completed') return task;
    if (found.finished) return completeTask(task, at);
    const moves = found.completed > 0 || task.phase === 'Running';
    return {
      ...task,
      reason: found.reason,
      ...(moves && { phase: 'Running', started: task.started ?? at }),
      progress: { completed: found.completed, total: found.total },
    };
  });
  return tasks === undefined ? row : { ...row, tasks, progress: sumOf(tasks) };
}

function completeTask(task: Task, at: string): Task {
  if (task.phase === 'Completed') return task;
  const total = task.progress?.total ?? 1;
  return {
    ...task,
    reason: undefined,
    phase: 'Completed',
    started: task.started ?? at,
    completed: at,
    progress: { completed: total, total },
  };
}

function sumOf(tasks: readonly Task[]): { completed: number; total: number } {
  const sum = (of: 'completed' | 'total') => tasks.reduce((total, task) => total + (task.progress?.[of] ?? 0), 0);
  return { completed: sum('completed'), total: sum('total') };
}

/** Without figures: two versions that are equal here differ in progress only. */
export function withoutFigures(rows: readonly Row[]): unknown {
  return rows.map((row) => ({
    ...row,
    progress: undefined,
    tasks: row.tasks?.map((task) => ({ ...task, progress: undefined })),
  }));
}
