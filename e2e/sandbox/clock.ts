export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Time that moves only when told. Between timers the event loop is drained, so everything that needs no time (in-process
 * requests, microtasks) has happened before the clock moves on; work that needs real time is announced with `busy`.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  #busy = new Set<Promise<unknown>>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The clock does not move before `work` has settled: file and socket I/O of in-process servers. */
  busy<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = work.then(
      () => this.#busy.delete(settled),
      () => this.#busy.delete(settled),
    );
    this.#busy.add(settled);
    return work;
  }

  /** Runs everything that is due within the next `ms`. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.#settle();
      const next = this.#next();
      if (next === undefined || next.at > end) break;
      this.#fire(next);
    }
    this.#now = end;
    await this.#settle();
  }

  /** Advances timer by timer until `done` holds; throws after `limitMs` of virtual time. */
  async until(done: () => boolean | Promise<boolean>, limitMs: number, what = 'the awaited state'): Promise<void> {
    const end = this.#now + limitMs;
    for (;;) {
      await this.#settle();
      if (await done()) return;
      const next = this.#next();
      if (next === undefined || next.at > end)
        throw new Error(`Not reached within ${limitMs} ms of virtual time: ${what}`);
      this.#fire(next);
    }
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.run();
  }

  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      if (this.#busy.size > 0) {
        await Promise.all(this.#busy);
        quiet = 0;
      } else {
        await new Promise((resolve) => setImmediate(resolve));
        quiet += 1;
      }
    }
  }
}
