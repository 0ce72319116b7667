import type { Clock } from '../../platform/clock.ts';

/** Rest after a turn, as a multiple of its length. */
const restFactor = 4;
const mostMs = 10_000;

/**
 * Spaces out turns by how long they take: one of a plan with many machines is long, and each of its machines asks for
 * turns. So a plan never takes more than a fifth of a worker's time.
 */
export class Breather {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
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
      const restMs = Math.min(mostMs, (now - begun) * restFactor);
      if (restMs > 0) this.#until.set(key, now + restMs);
      else this.#until.delete(key);
    }
  }
}
