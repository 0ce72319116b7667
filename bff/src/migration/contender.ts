import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import type { SourceDisk } from '../machine/source-machine.ts';
import { storageName } from '../machine/storage-name.ts';
import { listOf, remainingSteps } from './lists.ts';
import { resolvedOf } from './machine-run.ts';
import { hasEnded, journalOf } from './machine-state.ts';
import type { Bucket, Contender } from './contest.ts';
import { copyDisks } from './steps/copy-disks.ts';
import { copyDisksVirtV2v } from './steps/copy-disks-virt-v2v.ts';
import { precopyStage, transferStage } from './source/transfer.ts';

/** Of `Plan.spec.priority`. */
const priorities = { low: 0, normal: 1, high: 2 } as const;

/** A run in the scheduler's eyes; undefined where it neither waits for a slot nor holds one. */
export function contenderOf(run: VirtualMachineMigration): Contender | undefined {
  const state = stateOf(run);
  if (state === undefined) return undefined;
  const { queue } = resolvedOf(run);
  const { namespace = '', name, uid = '' } = run.metadata;
  const { plan, priority = 'normal', queue: waits } = run.spec;
  const slot = slotOf(run);
  const passedAt = waits?.stage === slot.stage ? waits.passedAt : undefined;
  return {
    name: `${namespace}/${name}`,
    plan: { uid: plan.uid, name: plan.name },
    buckets: bucketsOf(run),
    slot,
    state,
    order: `${queue.since} ${String(queue.position).padStart(6, '0')} ${uid}`,
    priority: priorities[priority],
    since: Date.parse(run.status?.waiting?.since ?? queue.since),
    ...(passedAt && { passedAt: Date.parse(passedAt) }),
  };
}

/** All that wait or hold, each with its run; runs that have ended tell when their plan was last given something. */
export function contest(
  runs: readonly VirtualMachineMigration[],
): { readonly run: VirtualMachineMigration; readonly contender: Contender }[] {
  const served = new Map<string, number>();
  for (const run of runs) {
    const key = turnOf(run);
    for (const { at } of run.spec.grants ?? []) if (at) served.set(key, Math.max(Date.parse(at), served.get(key) ?? 0));
  }
  return runs.flatMap((run) => {
    const contender = contenderOf(run);
    const servedAt = served.get(turnOf(run));
    return contender ? [{ run, contender: { ...contender, ...(servedAt !== undefined && { servedAt }) } }] : [];
  });
}

/** Plans take turns on each host. */
function turnOf(run: VirtualMachineMigration): string {
  return `${run.spec.plan.uid} ${hostOf(run)}`;
}

function hostOf(run: VirtualMachineMigration): string {
  const { machine, source } = resolvedOf(run);
  return machine.host ? `${source.provider.uid} ${machine.host.id}` : source.provider.uid;
}

/** A machine whose host is not known counts for its provider as for a host. Ids of hosts and datastores are their provider's. */
function bucketsOf(run: VirtualMachineMigration): Contender['buckets'] {
  const { machine, source, target } = resolvedOf(run);
  const { uid, name } = source.provider;
  const reading = disksInReading(run);
  const cost = readsInTurn(run) ? 1 : reading.length;
  const whole = { id: uid, title: `Provider ${name}`, cost };
  return [
    machine.host ? { of: 'host', id: hostOf(run), title: `Host ${machine.host.name}`, cost } : { ...whole, of: 'host' },
    ...datastoresOf(run, reading),
    { ...whole, of: 'provider' },
    target.provider
      ? { of: 'target', id: target.provider.uid, title: `Target ${target.provider.name}`, cost }
      : { of: 'target', id: '', title: 'This cluster', cost },
    { of: 'plan', id: run.spec.plan.uid, title: `Plan ${run.spec.plan.name}`, cost },
  ];
}

/** Disks that are read in turn are somewhere at each moment: one slot wherever some are. */
function datastoresOf(run: VirtualMachineMigration, disks: readonly SourceDisk[]): Bucket[] {
  const { uid } = resolvedOf(run).source.provider;
  const found = new Map<string, Bucket>();
  for (const disk of disks) {
    const id = `${uid} ${disk.storageId}`;
    const others = readsInTurn(run) ? 0 : (found.get(id)?.cost ?? 0);
    found.set(id, { of: 'datastore', id, title: `Datastore ${storageName(disk)}`, cost: others + 1 });
  }
  return [...found.values()];
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
  const asks = status.waiting?.on === 'slot' && status.waiting.stage === stage;
  if (!granted && asks) return spec.paused === true ? 'paused' : 'waiting';
  if (!granted) return undefined;
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

/** One conversion pod works on disk after disk; CDI copies all disks at once. */
function readsInTurn(run: VirtualMachineMigration): boolean {
  return !hasStep(run, copyDisks.name);
}

function hasStep(run: VirtualMachineMigration, name: string): boolean {
  return resolvedOf(run).pipeline.steps.some(({ step }) => step === name);
}

function disksInReading(run: VirtualMachineMigration): readonly SourceDisk[] {
  const { disks } = resolvedOf(run).machine;
  // A pod that only converts is at work in the cluster: it reads no datastore.
  if (readsInTurn(run)) return hasStep(run, copyDisksVirtV2v.name) ? disks : [];
  const tasks = run.status?.pipeline?.find((row) => row.name === 'DiskTransfer')?.tasks ?? [];
  const arrived = new Set(tasks.filter(({ phase }) => phase === 'Completed').map(({ name }) => name));
  const unfinished = disks.filter(({ file }) => !arrived.has(file));
  // Once the first copy is complete all disks are read again.
  return unfinished.length > 0 ? unfinished : disks;
}
