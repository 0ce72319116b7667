import type { Data, Outcome } from './outcome.ts';

/** What a step may know of the run so far; all of it has been read back from status. */
export interface Memory {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When this step was entered; deadlines count from here or from an intent. */
  readonly since: number;
  /** 0, and one more for each pass of the loop that the step is in. */
  readonly round: number;
  /** This step's own intent of this round. */
  intent(key: string): Intent | undefined;
  /** An intent of another step (of round 0). */
  intentOf(step: Step<never>, key: string): Intent | undefined;
  /** What a finished step found out. */
  outputOf<Outputs extends object>(step: Step<never, Outputs>): Outputs | undefined;
  granted(stage: string): boolean;
}

export interface Intent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly data: Data;
}

/**
 * One phase of a run. `run` looks first and acts second; it never sleeps, never moves the cursor and never writes the
 * run's status. It is called again and again until it is done, also by another process after a crash at any point.
 */
export interface Step<Scope, Outputs extends object = object> {
  /** The phase, as it is stored. */
  readonly name: string;
  /** Row of the pipeline that people see. */
  readonly group: string;
  /** For people, without a full stop. */
  readonly description: string;
  /** The phase that MTV's clients see, where this one is our own. */
  readonly shownAs?: string;
  /** The scheduler's stage whose slot is held until this step is over. */
  readonly holds?: string;
  /** Errors that may heal are borne for long: nothing is down because of it, or nothing else would help. */
  readonly isPatient?: true;
  /** Judged once, when the run is made. */
  when?(facts: StepFacts): boolean;
  run(scope: Scope & Memory): Promise<Outcome<Outputs>>;
}

/** What is known before a run begins. */
export type StepFacts = Readonly<Record<string, unknown>>;

export function defineStep<Scope, Outputs extends object>(step: Step<Scope, Outputs>): Step<Scope, Outputs> {
  return step;
}
