import type { VirtualMachineMigration } from '../api/generated/virtual-machine-migration.ts';
import type { Client } from '../kube/client.ts';
import { unusableClient } from '../kube/unusable-client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Send } from '../platform/wire.ts';
import { fail, type Outcome } from '../pipeline/outcome.ts';
import { memoryOf, settle, type RunRules } from '../pipeline/runner.ts';
import type { Step } from '../pipeline/step.ts';
import { downtimeAfter } from './downtime.ts';
import { failure } from './failures.ts';
import { listOf, remainingSteps, stepAt, type ListName } from './lists.ts';
import { machineConditions } from './machine-conditions.ts';
import { identityOf, resolvedOf, type ResolvedRun } from './machine-run.ts';
import {
  discards,
  followed,
  hasEnded,
  initialStatus,
  isUnwanted,
  journalOf,
  redirected,
  type MachineStatus,
} from './machine-state.ts';
import { outcomeOfError } from './outcome-of-error.ts';
import { initialRows, updateRows } from './rows.ts';
import type { MachineScope } from './scope.ts';
import type { Sources } from './source/sources.ts';
import { noHistory, tellHistory, type WarmHistory } from './warm/history.ts';
import type { TargetClusters } from './target/target-clusters.ts';

export interface MachinePorts {
  readonly client: Client;
  readonly targets: TargetClusters;
  readonly sources: Sources;
  readonly pods: Send;
  /** To servers that users name, known to the cluster. */
  readonly outside: Send;
  readonly clock: Clock;
}

export interface Turn {
  readonly status: MachineStatus;
  /** When to look again; undefined = only when something changes. */
  readonly delayMs?: number;
}

/** One turn of a run: at most one step, and the status that is to be written in one patch. */
export async function takeTurn(run: VirtualMachineMigration, ports: MachinePorts): Promise<Turn> {
  const now = ports.clock.now();
  const begun = run.status?.cursor ? run.status : begin(run, now);
  const moved = redirected(run, begun, now);
  if (moved !== undefined) return { status: presented(run, moved, now), delayMs: 0 };
  if (hasEnded(begun)) return { status: begun };
  return takeStep(run, begun, ports);
}

async function takeStep(run: VirtualMachineMigration, status: MachineStatus, ports: MachinePorts): Promise<Turn> {
  const now = ports.clock.now();
  const resolved = resolvedOf(run);
  const journal = journalOf(status);
  const { list, index } = journal.cursor;
  const step = stepAt(list, index, resolved);
  const outcome = step === undefined ? unknownStep(resolved, list, index) : await call(step, run, status, ports);
  const verdict = settle(
    listOf(list, resolved),
    journal,
    list === 'pipeline' ? outcome : persistent(outcome),
    rulesOf(resolved, journal.cursor, now),
  );
  const next = followed(run, { ...status, phase: step?.name ?? status.phase }, verdict, now);
  const rows = reported(status, next, { step, outcome, resolved, now });
  const goesOn = !hasEnded(next) || redirected(run, next, now) !== undefined;
  return {
    status: presented(run, { ...next, pipeline: rows, ...told(run, next, { step, outcome, now }) }, now),
    ...(goesOn && { delayMs: verdict.kind === 'continue' ? verdict.delayMs : 0 }),
  };
}

async function call(
  step: Step<MachineScope>,
  run: VirtualMachineMigration,
  status: MachineStatus,
  ports: MachinePorts,
): Promise<Outcome> {
  const resolved = resolvedOf(run);
  const memory = memoryOf(journalOf(status), step, { now: ports.clock.now(), grants: run.spec.grants ?? [] });
  const cutoverAt = run.spec.cutover && Date.parse(run.spec.cutover.at);
  try {
    const scope: MachineScope = {
      run: identityOf(run),
      resolved,
      client: await targetClient(ports, resolved),
      home: ports.client,
      source: () => ports.sources.open(resolved.source.provider),
      pods: ports.pods,
      outside: ports.outside,
      discards: discards(run),
      unwanted: isUnwanted(run),
      paused: run.spec.paused === true,
      ...(cutoverAt !== undefined && { cutoverAt }),
    };
    return await step.run({ ...scope, ...memory });
  } catch (error) {
    const { machine, source, target } = resolved;
    return outcomeOfError(error, { vm: machine.name, provider: source.provider.name, namespace: target.namespace });
  }
}

/** A way that cannot be made fails only the steps that take it: the power of a source needs no target. */
async function targetClient({ targets }: MachinePorts, { target }: ResolvedRun): Promise<Client> {
  try {
    return await targets.client(target.provider);
  } catch (error) {
    return unusableClient(error);
  }
}

/** Restoring and clearing up are never given up: what fails is tried again. */
function persistent(outcome: Outcome): Outcome {
  return outcome.kind === 'fail' ? { kind: 'retry', cause: outcome.failure } : outcome;
}

function rulesOf(
  resolved: ResolvedRun,
  { list, index }: ReturnType<typeof journalOf>['cursor'],
  now: number,
): RunRules {
  const { retryDeadlineMs, pausedRetryDeadlineMs, restoreIntervalMs } = resolved.settings;
  if (list !== 'pipeline') return { now, retryDelayMs: restoreIntervalMs };
  const isPatient = listOf(list, resolved)[index]?.loop !== undefined || stepAt(list, index, resolved)?.isPatient;
  return isPatient === true
    ? { now, retryDeadlineMs: pausedRetryDeadlineMs, retryDelayMs: 30_000 }
    : { now, retryDeadlineMs, retryDelayMs: 5_000 };
}

function unknownStep(resolved: ResolvedRun, list: ListName, index: number): Outcome {
  const step = listOf(list, resolved)[index]?.step ?? `number ${index}`;
  return fail(failure('unknown-step', { vm: resolved.machine.name, step }));
}

function begin(run: VirtualMachineMigration, now: number): MachineStatus {
  const resolved = resolvedOf(run);
  return { ...initialStatus(now), pipeline: initialRows(remainingSteps('pipeline', 0, resolved), resolved.machine) };
}

interface Called {
  readonly step: Step<MachineScope> | undefined;
  readonly outcome: Outcome;
  readonly now: number;
}

/** People see the rows of the run's own list; compensation does not move them. */
function reported(
  before: MachineStatus,
  next: MachineStatus,
  {
    step,
    outcome,
    resolved,
    now,
  }: {
    readonly step: Step<MachineScope> | undefined;
    readonly outcome: Outcome;
    readonly resolved: ResolvedRun;
    readonly now: number;
  },
) {
  const rows = before.pipeline ?? [];
  if (step === undefined || before.cursor?.list !== 'pipeline') return rows;
  const tasks = 'tasks' in outcome && outcome.tasks ? { row: step.group, reports: outcome.tasks } : undefined;
  const at = new Date(now).toISOString();
  const error = next.error && { ...next.error, step: step.name };
  const over = next.result === 'Succeeded';
  const behind = over ? [] : remainingSteps('pipeline', before.cursor.index + 1, resolved);
  const ahead = new Set(behind.map(({ group }) => group));
  return updateRows(rows, {
    current: over ? undefined : step.group,
    ahead,
    at,
    ...(tasks && { tasks }),
    ...(error && { failure: error }),
  });
}

/** What people are told of the run beside its rows. */
function told(
  run: VirtualMachineMigration,
  next: MachineStatus,
  { step, outcome, now }: Called,
): Partial<MachineStatus> {
  if (step === undefined) return {};
  const happening = { step: step.name, outcome, at: new Date(now).toISOString() };
  const { warm, machine, options } = resolvedOf(run);
  const { targetPowerState } = options;
  const downtime = downtimeAfter(next.downtime, { ...happening, outputs: next.outputs, targetPowerState });
  const history = warm && tellHistory(next.warm ?? noHistory, { ...happening, disks: machine.disks });
  return { ...(downtime && { downtime }), ...(history && { warm: withCutover(history, run.spec.cutover?.at) }) };
}

/** The time that is wanted for the cutover, until that begins. */
function withCutover(history: WarmHistory, at: string | undefined): WarmHistory {
  const { cutover, ...rest } = history;
  if (cutover?.begun !== undefined || cutover?.at === at) return history;
  return at === undefined ? rest : { ...rest, cutover: { at } };
}

/** What is shown of a state: its phase, its conditions, and how much of the spec it answers. */
function presented(run: VirtualMachineMigration, status: MachineStatus, now: number): MachineStatus {
  const { list, index } = journalOf(status).cursor;
  const phase = hasEnded(status) ? 'Completed' : (stepAt(list, index, resolvedOf(run))?.name ?? status.phase);
  const shown = { ...status, ...(phase && { phase }), observedGeneration: run.metadata.generation };
  return { ...shown, conditions: machineConditions(run, shown, new Date(now).toISOString()) };
}
