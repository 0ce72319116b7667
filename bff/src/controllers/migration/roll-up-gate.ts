import type { VmStatus } from '../../api/generated/plan.ts';
import type { Clock } from '../../platform/clock.ts';
import { withoutProgress } from '../../migration/roll-up.ts';
import { Recent } from '../../platform/recent.ts';

interface Intervals {
  /** Between writes that say something new. */
  readonly changeMs: number;
  /** Between writes of mere figures. */
  readonly progressMs: number;
}

interface Shown {
  readonly vms: readonly VmStatus[];
  /** Everything else that the roll-up says; a change of it is never held back. */
  readonly frame: unknown;
}

/** Spaces out the roll-ups of a plan, so that many machines do not write it all the time. */
export class RollUpGate {
  readonly #clock: Clock;
  readonly #intervals: Intervals;
  /** When a roll-up was written. */
  readonly #last: Recent<number>;

  constructor(clock: Clock, intervals: Intervals) {
    this.#clock = clock;
    this.#intervals = intervals;
    this.#last = new Recent(clock, Math.max(intervals.changeMs, intervals.progressMs));
  }

  /** Milliseconds until `after` may be written over `before`. */
  wait(key: string, before: Shown, after: Shown): number {
    if (!equal(before.frame, after.frame)) return 0;
    const figuresOnly = equal(withoutProgress(before.vms), withoutProgress(after.vms));
    const interval = figuresOnly ? this.#intervals.progressMs : this.#intervals.changeMs;
    return Math.max(0, (this.#last.get(key) ?? 0) + interval - this.#clock.now());
  }

  wrote(key: string): void {
    this.#last.set(key, this.#clock.now());
  }
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
