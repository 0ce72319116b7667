/** A sentence for people: stable code and blanks for the console's catalog, and the words for everybody else. */
export interface Failure {
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What happened · what it means for the source · what to do. */
  readonly message: string;
}

/** JSON that is kept in status. */
export type Data = Readonly<Record<string, unknown>>;

export interface TaskReport {
  readonly name: string;
  /** In the unit of the row (MB for disks). */
  readonly completed: number;
  readonly total: number;
  readonly reason?: string;
  /** All of it has arrived; nothing moves any more. */
  readonly finished?: boolean;
  /** How often what works on it was started again. */
  readonly restarts?: number;
}

export interface Deadline {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the step fails with when it still waits then. */
  readonly failure: Failure;
}

/** Tasks that must move: without growth for so long the step fails. */
export interface Stall {
  readonly afterMs: number;
  readonly failure: Failure;
}

/** Who ends the wait, and so how often the step looks again. */
export type WaitsOn = 'source' | 'cluster' | 'pod' | 'time';

/** What one call of a step came to; the runner alone acts on it. */
export type Outcome<Outputs extends object = object> =
  | { readonly kind: 'intend'; readonly key: string; readonly data: Data }
  | {
      readonly kind: 'done';
      readonly outputs: Outputs;
      readonly leaveLoop?: true;
      readonly tasks?: readonly TaskReport[];
    }
  | WaitOutcome
  | { readonly kind: 'waitForSlot'; readonly stage: string }
  | { readonly kind: 'retry'; readonly cause: Failure }
  | { readonly kind: 'fail'; readonly failure: Failure; readonly log?: string };

export interface WaitOutcome {
  readonly kind: 'wait';
  readonly on: WaitsOn;
  /** Without figures that change all the time: each new reason is a write. */
  readonly reason: string;
  /** When the time that is waited for has come; milliseconds since the epoch. */
  readonly until?: number;
  readonly deadline?: Deadline;
  readonly tasks?: readonly TaskReport[];
  readonly stall?: Stall;
}

/** Announces an effect that could not be recognised afterwards; the step is called again once this is on record. */
export function intend(key: string, data: Data = {}): Outcome<never> {
  return { kind: 'intend', key, data };
}

/** The step is over; what it found out is kept for later steps. */
export function done<Outputs extends object>(
  outputs: Outputs,
  options: { readonly leaveLoop?: true; readonly tasks?: readonly TaskReport[] } = {},
): Outcome<Outputs> {
  return { kind: 'done', outputs, ...options };
}

/** Nothing to do until something else moves. */
export function wait(options: Omit<WaitOutcome, 'kind'>): Outcome<never> {
  return { kind: 'wait', ...options };
}

/** Nothing to do until the scheduler grants `stage`. */
export function waitForSlot(stage: string): Outcome<never> {
  return { kind: 'waitForSlot', stage };
}

/** Something failed that may heal by itself. */
export function retry(cause: Failure): Outcome<never> {
  return { kind: 'retry', cause };
}

export function fail(failure: Failure, options: { readonly log?: string } = {}): Outcome<never> {
  return { kind: 'fail', failure, ...options };
}
