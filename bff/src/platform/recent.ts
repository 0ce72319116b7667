import type { Clock } from './clock.ts';

/** Values by key, each forgotten some time after it was set. */
export class Recent<V> {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  /** Oldest first. */
  readonly #entries = new Map<string, { readonly value: V; readonly ends: number }>();

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  /** How many are held, those included that have ended since something was set last. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.ends > this.#clock.now() ? entry.value : undefined;
  }

  set(key: string, value: V): void {
    const now = this.#clock.now();
    for (const [oldest, { ends }] of this.#entries) {
      if (ends > now) break;
      this.#entries.delete(oldest);
    }
    this.#entries.delete(key);
    this.#entries.set(key, { value, ends: now + this.#lifetimeMs });
  }
}
