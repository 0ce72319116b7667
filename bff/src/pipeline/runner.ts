import { advance, type ListedStep, type Position } from './compile.ts';
import type { Data, Failure, Outcome, WaitOutcome, WaitsOn } from './outcome.ts';
import type { Intent, Memory, Step } from './step.ts';

/** Everything the runner keeps of a run between two calls, as it stands in status. Times are RFC 3339. */
export interface Journal {
  readonly cursor: Cursor;
  readonly intents: Readonly<Record<string, { readonly at: string; readonly data?: Data }>>;
  readonly outputs: Readonly<Record<string, Data>>;
  readonly waiting?: Waiting;
}

export interface Cursor extends Position {
  readonly since: string;
}

export interface Waiting {
  readonly on: WaitsOn | 'slot' | 'retry';
  readonly reason: string;
  readonly since: string;
  readonly deadline?: string;
  readonly stage?: string;
  /** When the tasks last grew, and to what sum. */
  readonly moved?: { readonly completed: number; readonly at: string };
}

export interface Grant {
  readonly stage: string;
  readonly round: number;
}

/** What one call of a step led to. A `failed` or `finished` list is left by whoever runs it. */
export type Verdict =
  | { readonly kind: 'continue'; readonly journal: Journal; readonly delayMs: number }
  | { readonly kind: 'finished'; readonly journal: Journal }
  | { readonly kind: 'failed'; readonly journal: Journal; readonly failure: Failure; readonly log?: string };

export interface RunRules {
  readonly now: number;
  /** How long `retry` is borne before the step fails; undefined = for ever. */
  readonly retryDeadlineMs?: number;
  readonly retryDelayMs: number;
}

/** How soon to look again; what happens in the cluster also wakes the run, so that its time is a safety net. */
const lookAgainMs = { source: 3_000, pod: 2_000, cluster: 30_000, slot: 60_000, time: 600_000 } as const;

export function memoryOf(
  journal: Journal,
  step: Step<never>,
  run: { readonly now: number; readonly grants: readonly Grant[] },
): Memory {
  const { round } = journal.cursor;
  const recall = (key: string): Intent | undefined => {
    const intent = journal.intents[key];
    return intent && { at: Date.parse(intent.at), data: intent.data ?? {} };
  };
  return {
    now: run.now,
    since: Date.parse(journal.cursor.since),
    round,
    intent: (key) => recall(intentKey(step.name, key, round)),
    intentOf: (other, key) => recall(intentKey(other.name, key, 0)),
    // Only the step itself writes its outputs, so they have its shape.
    outputOf: <Outputs extends object>(other: Step<never, Outputs>) =>
      journal.outputs[other.name] as Outputs | undefined,
    granted: (stage) => run.grants.some((grant) => grant.stage === stage && grant.round === round),
  };
}

/** Turns an outcome into the next state of the run: no input or output, one change to be written as one patch. */
export function settle(list: readonly ListedStep[], journal: Journal, outcome: Outcome, rules: RunRules): Verdict {
  switch (outcome.kind) {
    case 'intend':
      return { kind: 'continue', journal: recordIntent(list, journal, outcome, rules), delayMs: 0 };
    case 'done':
      return move(list, recordOutputs(list, journal, outcome.outputs as Data), {
        leaveLoop: outcome.leaveLoop ?? false,
        now: rules.now,
      });
    case 'fail':
      return {
        kind: 'failed',
        journal: rested(journal),
        failure: outcome.failure,
        ...(outcome.log && { log: outcome.log }),
      };
    case 'waitForSlot':
      return stay(
        journal,
        { on: 'slot', reason: `Waits for a slot: ${outcome.stage}`, stage: outcome.stage },
        rules,
        lookAgainMs.slot,
      );
    case 'wait':
      return waitOrFail(journal, outcome, rules);
    case 'retry':
      return retryOrFail(journal, outcome.cause, rules);
  }
}

function waitOrFail(journal: Journal, outcome: WaitOutcome, rules: RunRules): Verdict {
  const { on, reason, until, deadline, stall } = outcome;
  const moved = stall && movement(journal, outcome, rules.now);
  const limits = [
    ...(deadline ? [deadline] : []),
    ...(stall && moved ? [{ at: Date.parse(moved.at) + stall.afterMs, failure: stall.failure }] : []),
  ];
  const over = limits.find(({ at }) => rules.now >= at);
  if (over !== undefined) return { kind: 'failed', journal: rested(journal), failure: over.failure };
  const waiting = { on, reason, ...(deadline && { deadline: iso(deadline.at) }), ...(moved && { moved }) };
  const times = [...limits.map(({ at }) => at), ...(until === undefined ? [] : [until])];
  return stay(journal, waiting, rules, Math.min(lookAgainMs[on], ...times.map((at) => Math.max(0, at - rules.now))));
}

function movement(journal: Journal, { tasks }: WaitOutcome, now: number): NonNullable<Waiting['moved']> {
  const completed = (tasks ?? []).reduce((sum, task) => sum + task.completed, 0);
  const before = journal.waiting?.moved;
  return before?.completed === completed ? before : { completed, at: iso(now) };
}

/** The time borne counts from the first failure after something else last happened. */
function retryOrFail(journal: Journal, cause: Failure, rules: RunRules): Verdict {
  const { waiting } = journal;
  const since = waiting?.on === 'retry' ? Date.parse(waiting.since) : rules.now;
  if (rules.retryDeadlineMs !== undefined && rules.now - since >= rules.retryDeadlineMs) {
    return { kind: 'failed', journal: rested(journal), failure: cause };
  }
  const next = { on: 'retry', reason: cause.message, since: iso(since) } as const;
  return { kind: 'continue', journal: { ...journal, waiting: next }, delayMs: rules.retryDelayMs };
}

function stay(journal: Journal, waiting: Omit<Waiting, 'since'>, rules: RunRules, delayMs: number): Verdict {
  const before = journal.waiting;
  const since = before?.on === waiting.on && before.reason === waiting.reason ? before.since : iso(rules.now);
  return { kind: 'continue', journal: { ...journal, waiting: { ...waiting, since } }, delayMs };
}

function move(list: readonly ListedStep[], journal: Journal, options: { leaveLoop: boolean; now: number }): Verdict {
  const next = advance(list, journal.cursor, options);
  if (next === undefined) return { kind: 'finished', journal };
  const { round } = journal.cursor;
  const intents = next.round > round && round > 0 ? withoutRound(journal.intents, round) : journal.intents;
  return {
    kind: 'continue',
    journal: { ...journal, intents, cursor: { ...next, since: iso(options.now) } },
    delayMs: 0,
  };
}

/** A loop may go round for weeks: what was announced in a round that is over is nobody's business any more. */
function withoutRound(intents: Journal['intents'], round: number): Journal['intents'] {
  return Object.fromEntries(Object.entries(intents).filter(([key]) => !key.endsWith(`#${round}`)));
}

function recordIntent(
  list: readonly ListedStep[],
  journal: Journal,
  { key, data }: Extract<Outcome, { kind: 'intend' }>,
  rules: RunRules,
): Journal {
  const name = intentKey(nameAt(list, journal.cursor), key, journal.cursor.round);
  return { ...rested(journal), intents: { ...journal.intents, [name]: { at: iso(rules.now), data } } };
}

function recordOutputs(list: readonly ListedStep[], journal: Journal, outputs: Data): Journal {
  if (Object.keys(outputs).length === 0) return rested(journal);
  return { ...rested(journal), outputs: { ...journal.outputs, [nameAt(list, journal.cursor)]: outputs } };
}

function nameAt(list: readonly ListedStep[], at: Position): string {
  return list[at.index]?.step ?? '';
}

function rested(journal: Journal): Journal {
  const { cursor, intents, outputs } = journal;
  return { cursor, intents, outputs };
}

/** Under which an intent of a step is kept. */
export function intentKey(step: string, key: string, round: number): string {
  return round === 0 ? `${step}/${key}` : `${step}/${key}#${round}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
