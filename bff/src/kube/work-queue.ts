import type { Clock } from '../platform/clock.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a queue tells whoever measures it; seconds. */
export interface WorkQueueObserver {
  added(depth: number): void;
  taken(waited: number, depth: number): void;
  finished(worked: number): void;
  retried(): void;
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly observer?: WorkQueueObserver;
}

const firstRetryMs = 5;
const longestRetryMs = 1_000_000;
const retriesPerSecond = 10;
const retryBurst = 100;

/**
 * Keys that need work. A key is in the queue once however often it is added, with one worker at a time, and comes back
 * when it was added again while being worked on.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: WorkQueueObserver | undefined;
  /** Keys to hand out, oldest first, with the time since when. */
  readonly #ready = new Map<string, number>();
  readonly #working = new Map<string, number>();
  readonly #again = new Set<string>();
  readonly #later = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  readonly #failures = new Map<string, number>();
  readonly #retries: TokenBucket;
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor({ clock, observer }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    this.#retries = new TokenBucket({ clock, perSecond: retriesPerSecond, burst: retryBurst });
  }

  get depth(): number {
    return this.#ready.size;
  }

  /** Nothing to hand out and nobody at work; keys that wait for a time do not count. */
  get idle(): boolean {
    return this.#ready.size === 0 && this.#working.size === 0;
  }

  /** When the longest running work began; undefined when none runs. */
  get oldestWork(): number | undefined {
    const [oldest] = this.#working.values();
    return oldest;
  }

  add(key: string): void {
    if (this.#closed || this.#ready.has(key)) return;
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#ready.set(key, this.#clock.now());
    this.#observer?.added(this.#ready.size);
    // Not at once: a burst of additions of one key is one piece of work.
    if (this.#takers.length > 0) queueMicrotask(() => this.#handOut());
  }

  /** The earliest of several times counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const at = this.#clock.now() + ms;
    const planned = this.#later.get(key);
    if (planned !== undefined && planned.at <= at) return;
    planned?.cancel();
    const cancel = this.#clock.after(ms, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, { at, cancel });
  }

  /** After a pause that grows with the key's failures, and with those of all keys together. */
  addFailed(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#observer?.retried();
    const own = Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
    this.addAfter(key, Math.max(own, this.#retries.reserve()));
  }

  /** The key's failures no longer count. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key, which is at work until `done`; undefined when the queue has been closed. */
  take(): Promise<string | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    if (this.#ready.size > 0) return Promise.resolve(this.#takeFirst());
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  done(key: string): void {
    const begun = this.#working.get(key);
    this.#working.delete(key);
    if (begun !== undefined) this.#observer?.finished((this.#clock.now() - begun) / 1000);
    if (this.#again.delete(key)) this.add(key);
  }

  /** Nothing is handed out any more; work that runs may still end. */
  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
    for (const give of this.#takers.splice(0)) give(undefined);
  }

  #handOut(): void {
    while (this.#ready.size > 0 && this.#takers.length > 0) this.#takers.shift()?.(this.#takeFirst());
  }

  #takeFirst(): string | undefined {
    for (const [key, since] of this.#ready) {
      this.#ready.delete(key);
      this.#working.set(key, this.#clock.now());
      this.#observer?.taken((this.#clock.now() - since) / 1000, this.#ready.size);
      return key;
    }
    return undefined;
  }
}
