import type { PlanVm } from '../../api/generated/plan.ts';
import type { VirtualMachineMigration } from '../../api/generated/virtual-machine-migration.ts';
import type { VmRow } from '../../api/http/plan-machines.ts';
import type { Message } from '../../api/http/shapes.ts';
import type { VmState } from '../../api/http/states.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import { resolvedOf } from '../../migration/machine-run.ts';
import { formatPart } from './bytes.ts';
import { downtimeOf } from './downtime.ts';
import { formatDuration } from './duration.ts';
import { sentence } from './message.ts';
import type { Rate } from './rates.ts';
import { sourceHandling } from './source-handling.ts';
import { copyProgress, stepsOf } from './steps.ts';
import { targetRuns } from './target-power.ts';
import { succeededStates, vmStateOf } from './vm-state.ts';
import { warmOf } from './warm-copies.ts';
import { warmMessage } from './warm-message.ts';

export interface VmFacts {
  readonly vm: PlanVm;
  /** All runs of this VM in this plan, oldest first. */
  readonly runs: readonly VirtualMachineMigration[];
  /** As the inventory knows it; absent while it is not loaded. */
  readonly machine?: SourceMachine;
  /** Of the newest run. */
  readonly rate?: Rate;
  /** What the plan's conditions say of it. */
  readonly concern?: Message;
  readonly now: number;
}

const sentences: Readonly<Partial<Record<VmState, string>>> = {
  NotStarted: 'In the plan; nothing done yet.',
  Preparing: 'Preparing since {since}.',
  RunningHook: 'Hook runs since {since}.',
  InspectingGuest: 'Inspecting the guest since {since}. Source runs.',
  ShuttingDownSource: 'Guest asked to shut down at {since}.',
  AllocatingDisks: 'Allocating disks since {since}.',
  Stalled: 'No data since {since}.',
  ConvertingGuest: 'Converting the guest since {since}.',
  CreatingVm: 'Creating the VM since {since}.',
  Canceling: 'Removing copies.',
  RestoringSourcePower: 'Powering {vm} on again.',
  SourceNotPoweredOn: '{vm} is still off at the source; it was on before.',
  Canceled: 'Canceled. The source is as before.',
};

/** What follows the failure's own sentence is its evidence. */
function failureMessage(run: VirtualMachineMigration): Message | undefined {
  const error = run.status?.error;
  if (error === undefined) return undefined;
  return {
    code: error.code,
    parameters: error.parameters ?? {},
    text: error.message,
    ...(run.status?.podLog ? { raw: run.status.podLog } : {}),
  };
}

function queueMessage(run: VirtualMachineMigration): Message {
  const { queue } = run.spec;
  return sentence('queued', '{reason}', { reason: queue?.reason ?? 'Waits for its turn.' });
}

function nameOf(facts: VmFacts, machine: SourceMachine | undefined): string {
  return machine?.name ?? facts.vm.name ?? facts.vm.id ?? '';
}

/** Blanks of the sentences above. */
function blanks(state: VmState, run: VirtualMachineMigration): Readonly<Record<string, string>> {
  const { status } = run;
  const { target } = run.spec.resolved;
  const since = state === 'Stalled' ? status?.waiting?.moved?.at : status?.cursor?.since;
  return {
    since: since ?? '',
    target: `${target.namespace}/${target.name}`,
  };
}

function successMessage(state: VmState, run: VirtualMachineMigration): Message {
  const target = blanks(state, run).target ?? '';
  const result = state === 'SucceededWithWarnings' ? state : 'Succeeded';
  const downtime = downtimeOf(run);
  const notes = result === 'SucceededWithWarnings' ? ', with notes' : '';
  return targetRuns(run)
    ? sentence(
        `vm-${result}`,
        downtime === undefined ? `Runs as {target}${notes}.` : `Runs as {target}${notes}. Downtime {downtime}.`,
        { target, downtime: downtime === undefined ? undefined : formatDuration(downtime) },
      )
    : sentence(`vm-${result}-stopped`, `Migrated to {target}, which is stopped${notes}.`, { target });
}

/** Before the first bytes: what it waits for. Where several disks move at once, the first that is not done counts. */
function copyingMessage(run: VirtualMachineMigration): Message {
  const { progress, tasks } = stepsOf(run).find((step) => step.progress !== undefined) ?? { tasks: [] };
  if (progress === undefined || progress.completedBytes === 0 || tasks.length === 0)
    return sentence('vm-CopyingDisks', `${run.status?.waiting?.reason ?? 'Disks are being copied'}.`);
  const finished = tasks.filter(({ state }) => state === 'Completed').length;
  return sentence('vm-CopyingDisks', 'Disk {disk} of {disks}, {bytes}.', {
    disk: Math.min(finished + 1, tasks.length),
    disks: tasks.length,
    bytes: formatPart(progress.completedBytes, progress.totalBytes),
  });
}

function vmMessage(state: VmState, name: string, { runs, concern }: VmFacts): Message {
  const run = runs.at(-1);
  if (run === undefined) return concern ?? sentence(`vm-${state}`, sentences[state] ?? state);
  const warm = warmOf(run);
  const warmly = warm === undefined ? undefined : warmMessage(state, { run, warm });
  if (warmly !== undefined) return warmly;
  if (state === 'Queued') return queueMessage(run);
  if (state === 'CopyingDisks') return copyingMessage(run);
  if (succeededStates.has(state)) return successMessage(state, run);
  const stuck = whyNotRestored(run);
  if (stuck !== undefined && state !== 'SourceNotPoweredOn')
    return sentence('step-failed', '{reason}', { reason: stuck });
  const failed = failureMessage(run);
  if (failed !== undefined && state === 'Failed') return failed;
  // What the failure says of the source is what Gantry has not achieved yet.
  if (failed !== undefined && state === 'SourceNotPoweredOn') return { ...failed, source: 'Off. It was on before.' };
  return sentence(`vm-${state}`, sentences[state] ?? state, { vm: name, ...blanks(state, run) });
}

/** Why a restore does not get on; the source may be as before already. */
function whyNotRestored({ status }: VirtualMachineMigration): string | undefined {
  const { waiting, state } = status ?? {};
  return state === 'Restoring' && waiting?.on === 'retry' ? waiting.reason : undefined;
}

/** One of each step, as the console chooses them; of several that are written the first. */
function hooksOf({ hooks = [] }: PlanVm): VmRow['hooks'] {
  if (hooks.length === 0) return undefined;
  const at = (step: string) => {
    const ref = hooks.find((hook) => hook.step === step)?.hook;
    return ref === undefined ? undefined : { namespace: ref.namespace, name: ref.name ?? '' };
  };
  return { before: at('PreHook'), after: at('PostHook') };
}

export function vmRow(facts: VmFacts): VmRow {
  const run = facts.runs.at(-1);
  const state = vmStateOf(run, facts.now);
  const machine = facts.machine ?? (run === undefined ? undefined : resolvedOf(run).machine);
  const name = nameOf(facts, machine);
  const moved =
    run === undefined
      ? { steps: [] }
      : {
          steps: stepsOf(run, facts.rate),
          progress: copyProgress(run, facts.rate),
          warm: warmOf(run, facts.rate),
        };
  return {
    id: facts.vm.id ?? machine?.id ?? name,
    name,
    targetName: run?.spec.resolved.target.name,
    hooks: hooksOf(facts.vm),
    precopyIntervalMinutes: facts.vm.precopyInterval,
    state,
    message: vmMessage(state, name, facts),
    ...moved,
    source: sourceHandling(run, facts.machine?.power),
    host: machine?.host?.name,
    diskBytes: machine?.disks.reduce((sum, disk) => sum + disk.capacityBytes, 0),
    started: run?.status?.started,
    completed: run?.status?.completed,
    attempt: facts.runs.length,
    downtime: run?.status?.downtime && { since: run.status.downtime.since, until: run.status.downtime.until },
    downtimeSeconds: run === undefined ? undefined : downtimeOf(run),
  };
}
