import type { Clock } from '../../platform/clock.ts';

/** Spaces out writes that only say how far something is. Forgotten with the process: that costs one write. */
export class ProgressGate {
  readonly #clock: Clock;
  readonly #last = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until progress of `key` may be written again. */
  wait(key: string, intervalMs: number): number {
    const last = this.#last.get(key);
    return last === undefined ? 0 : Math.max(0, last + intervalMs - this.#clock.now());
  }

  wrote(key: string): void {
    this.#last.set(key, this.#clock.now());
  }

  forget(key: string): void {
    this.#last.delete(key);
  }
}
