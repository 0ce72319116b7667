import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import { listOf, remainingSteps } from './lists.ts';
import { resolvedOf } from './machine-run.ts';
import { hasEnded, journalOf } from './machine-state.ts';
import type { Bucket, Contender } from './schedule.ts';
import { copyDisksVirtV2v } from './steps/copy-disks-virt-v2v.ts';
import { precopyStage, transferStage } from './source/transfer.ts';

/** A run in the scheduler's eyes; undefined where it neither waits for a slot nor holds one. */
export function contenderOf(run: VirtualMachineMigration): Contender | undefined {
  const state = stateOf(run);
  if (state === undefined) return undefined;
  const { queue } = resolvedOf(run);
  const { namespace = '', name, uid = '' } = run.metadata;
  return {
    name: `${namespace}/${name}`,
    plan: { uid: run.spec.plan.uid, name: run.spec.plan.name },
    buckets: bucketsOf(run),
    slot: slotOf(run),
    cost: costOf(run),
    state,
    order: `${queue.since} ${String(queue.position).padStart(6, '0')} ${uid}`,
  };
}

/** A machine whose host is not known counts for its provider as for a host. */
function bucketsOf(run: VirtualMachineMigration): Contender['buckets'] {
  const { machine, source, target } = resolvedOf(run);
  const { uid, name } = source.provider;
  const provider: Bucket = { of: 'provider', id: uid, title: `Provider ${name}` };
  return [
    machine.host
      ? { of: 'host', id: machine.host.id, title: `Host ${machine.host.name}` }
      : { ...provider, of: 'host' },
    provider,
    target.provider
      ? { of: 'target', id: target.provider.uid, title: `Target ${target.provider.name}` }
      : { of: 'target', id: '', title: 'This cluster' },
    { of: 'plan', id: run.spec.plan.uid, title: `Plan ${run.spec.plan.name}` },
  ];
}

/**
 * A slot is free when the run has left the last step that reads the source. In a loop each round needs a slot of its own;
 * nobody waits for one who has begun to power a machine off.
 */
function stateOf(run: VirtualMachineMigration): Contender['state'] | undefined {
  const { status, spec } = run;
  if (status?.cursor === undefined || hasEnded(status)) return undefined;
  const { stage, round } = slotOf(run);
  const granted = spec.grants?.some((grant) => grant.stage === stage && grant.round === round) ?? false;
  if (!granted) return status.waiting?.on === 'slot' && status.waiting.stage === stage ? 'waiting' : undefined;
  return reads(run) ? 'holding' : undefined;
}

/** Steps that repeat together stand for themselves: what follows the loop needs no slot yet. */
function reads(run: VirtualMachineMigration): boolean {
  const { list, index } = journalOf(run.status ?? {}).cursor;
  const resolved = resolvedOf(run);
  const steps = listOf(list, resolved);
  const behind = steps.findIndex((entry, at) => at > index && entry.loop !== steps[index]?.loop);
  const holds = (from: number) => remainingSteps(list, from, resolved).filter((step) => step.holds === transferStage);
  return holds(index).length > (behind < 0 ? 0 : holds(behind).length);
}

function slotOf(run: VirtualMachineMigration): Contender['slot'] {
  const { list, index, round } = journalOf(run.status ?? {}).cursor;
  const inLoop = listOf(list, resolvedOf(run))[index]?.loop !== undefined;
  return inLoop ? { stage: precopyStage, round } : { stage: transferStage, round: 0 };
}

/** One conversion pod copies disk after disk; CDI copies all disks at once. */
function costOf(run: VirtualMachineMigration): number {
  const { pipeline, machine } = resolvedOf(run);
  if (pipeline.steps.some(({ step }) => step === copyDisksVirtV2v.name)) return 1;
  const tasks = run.status?.pipeline?.find((row) => row.name === 'DiskTransfer')?.tasks;
  // Once the first copy is complete all disks are read again.
  const unfinished = tasks?.filter((task) => task.phase !== 'Completed').length ?? 0;
  return unfinished > 0 ? unfinished : machine.disks.length;
}
