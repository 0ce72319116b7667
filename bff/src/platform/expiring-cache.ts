import type { Clock } from './clock.ts';

/**
 * Remembers what a function answered for a while; callers that ask for the same key at the same time share one call.
 * Failures are not remembered. Bounded: the oldest entries go first.
 */
export class ExpiringCache<V> {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly value: Promise<V>; readonly ends: number }>();

  constructor(clock: Clock, bounds: { readonly lifetimeMs: number; readonly limit: number }) {
    this.#clock = clock;
    this.#lifetimeMs = bounds.lifetimeMs;
    this.#limit = bounds.limit;
  }

  get(key: string, load: () => Promise<V>): Promise<V> {
    const present = this.#entries.get(key);
    if (present !== undefined && present.ends > this.#clock.now()) return present.value;
    const entry = { value: load(), ends: this.#clock.now() + this.#lifetimeMs };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }
}
