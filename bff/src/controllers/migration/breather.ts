import type { Clock } from '../../platform/clock.ts';
import { Recent } from '../../platform/recent.ts';

/** Rest after a turn, as a multiple of its length. */
const restFactor = 4;
const mostMs = 10_000;

/**
 * Spaces out turns by how long they take: one of a plan with many machines is long, and each of its machines asks for
 * turns. So a plan never takes more than a fifth of a worker's time.
 */
export class Breather {
  readonly #clock: Clock;
  /** When the rest ends. */
  readonly #until: Recent<number>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#until = new Recent(clock, mostMs);
  }

  /** Milliseconds until the next turn of `key` may begin. */
  wait(key: string): number {
    return Math.max(0, (this.#until.get(key) ?? 0) - this.#clock.now());
  }

  /** Takes a turn, and rests after it. */
  async turn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const begun = this.#clock.now();
    try {
      return await work();
    } finally {
      const now = this.#clock.now();
      this.#until.set(key, now + Math.min(mostMs, (now - begun) * restFactor));
    }
  }
}
