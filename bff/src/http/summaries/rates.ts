import type { Clock } from '../../platform/clock.ts';

const windowMs = 30_000;
/** Before so much time has been seen, a rate would be noise. */
const leastMs = 10_000;
const limit = 20_000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

export interface Rate {
  readonly bytesPerSecond: number;
  /** How long it has been watched. */
  readonly seconds: number;
}

/** Mean rates over the last thirty seconds, from what the machines' objects say (ux.md §4.4 rule 4). */
export class Rates {
  readonly #clock: Clock;
  readonly #samples = new Map<string, Sample[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(key: string, bytes: number): void {
    const at = this.#clock.now();
    const samples = this.#samples.get(key) ?? [];
    const last = samples.at(-1);
    // A new attempt starts at zero: what was seen before says nothing about it.
    const kept = last !== undefined && bytes < last.bytes ? [] : samples;
    const recent = kept.filter(
      (sample, index) => sample.at >= at - windowMs || (kept[index + 1]?.at ?? at) > at - windowMs,
    );
    this.#samples.delete(key);
    this.#samples.set(key, [...recent, { at, bytes }]);
    if (this.#samples.size > limit) {
      const oldest = this.#samples.keys().next();
      if (oldest.done !== true) this.#samples.delete(oldest.value);
    }
  }

  forget(key: string): void {
    this.#samples.delete(key);
  }

  /** undefined while too little has been seen. */
  of(key: string): Rate | undefined {
    const samples = this.#samples.get(key) ?? [];
    const first = samples[0];
    const last = samples.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const elapsed = this.#clock.now() - first.at;
    if (elapsed < leastMs) return undefined;
    return { bytesPerSecond: ((last.bytes - first.bytes) * 1000) / elapsed, seconds: elapsed / 1000 };
  }
}
