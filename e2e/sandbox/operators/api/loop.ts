import type { Clock } from '../../clock.ts';
import { isApiError } from './client.ts';

/** Looks at the object with that key and moves it one step; the answer asks to be called again after so many ms. */
export type Reconcile = (key: string) => Promise<number | undefined>;

export interface LoopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly reconcile: Reconcile;
  readonly report: (line: string) => void;
}

const firstRetryMs = 50;
const lastRetryMs = 10_000;

/** A queue of keys: each at most once in it and never worked on twice at a time; failures are tried again, later and later. */
export class Loop {
  readonly #options: LoopOptions;
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { at: number; cancel: () => void }>();
  readonly #failures = new Map<string, number>();

  constructor(options: LoopOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => {
      for (const timer of this.#timers.values()) timer.cancel();
      this.#timers.clear();
    });
  }

  add(key: string): void {
    this.#addAfter(key, 0);
  }

  #addAfter(key: string, ms: number): void {
    if (this.#options.signal.aborted) return;
    const at = this.#options.clock.now() + ms;
    const waiting = this.#timers.get(key);
    if (waiting && waiting.at <= at) return;
    waiting?.cancel();
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(key);
      void this.#work(key);
    });
    this.#timers.set(key, { at, cancel });
  }

  async #work(key: string): Promise<void> {
    if (this.#running.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#running.add(key);
    try {
      const again = await this.#options.reconcile(key);
      this.#failures.delete(key);
      if (again !== undefined) this.#addAfter(key, again);
    } catch (error) {
      this.#retry(key, error);
    } finally {
      this.#running.delete(key);
      if (this.#again.delete(key)) this.#addAfter(key, 0);
    }
  }

  #retry(key: string, error: unknown): void {
    if (this.#options.signal.aborted) return;
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    // Somebody else was faster: the next look sees what they did.
    const expected = isApiError(error, 'Conflict', 'NotFound', 'AlreadyExists');
    if (!expected) this.#options.report(`${this.#options.name} ${key}: ${(error as Error).message}`);
    this.#addAfter(key, Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10)));
  }
}
