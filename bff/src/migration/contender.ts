import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { remainingSteps } from './lists.ts';
import { resolvedOf } from './machine-run.ts';
import { hasEnded, journalOf } from './machine-state.ts';
import type { Contender } from './schedule.ts';
import { copyDisksVirtV2v } from './steps/copy-disks-virt-v2v.ts';
import { transferStage } from './source/transfer.ts';

/** A run in the scheduler's eyes; undefined where it neither waits for a slot nor holds one. */
export function contenderOf(run: VirtualMachineMigration): Contender | undefined {
  const state = stateOf(run);
  if (state === undefined) return undefined;
  const { machine, queue, source } = resolvedOf(run);
  const { namespace = '', name, uid = '' } = run.metadata;
  return {
    name: `${namespace}/${name}`,
    title: machine.name,
    bucket: machine.host?.id ?? source.provider.uid,
    bucketName: machine.host?.name ?? source.provider.name,
    plan: run.spec.plan.name,
    cost: costOf(run),
    state,
    order: `${queue.since} ${String(queue.position).padStart(6, '0')} ${uid}`,
  };
}

/** A slot is free when the run has left the last step that reads the source. */
function stateOf(run: VirtualMachineMigration): Contender['state'] | undefined {
  const { status, spec } = run;
  if (status?.cursor === undefined || hasEnded(status)) return undefined;
  const granted = spec.grants?.some(({ stage }) => stage === transferStage) ?? false;
  if (!granted) return status.waiting?.on === 'slot' && status.waiting.stage === transferStage ? 'waiting' : undefined;
  const { list, index } = journalOf(status).cursor;
  return remainingSteps(list, index, resolvedOf(run)).some((step) => step.holds === transferStage)
    ? 'holding'
    : undefined;
}

/** One conversion pod copies disk after disk; CDI copies all disks at once. */
function costOf(run: VirtualMachineMigration): number {
  const { pipeline, machine } = resolvedOf(run);
  if (pipeline.steps.some(({ step }) => step === copyDisksVirtV2v.name)) return 1;
  const tasks = run.status?.pipeline?.find((row) => row.name === 'DiskTransfer')?.tasks;
  return tasks?.filter((task) => task.phase !== 'Completed').length ?? machine.disks.length;
}
