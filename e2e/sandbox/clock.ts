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

/** A paced clock moves on without timers, too, so far at a time. */
const stepMs = 1_000;

export interface VirtualClockOptions {
  /** Milliseconds since the epoch. */
  readonly start?: number;
  /** Virtual milliseconds that may pass in a real one: a server with a clock of its own gets the time to act. */
  readonly pace?: number;
}

/**
 * Time that moves only when told. Between timers the event loop is drained, so everything that needs no time (in-process
 * requests, microtasks) has happened before the clock moves on; work that needs real time is announced with `busy`.
 */
export class VirtualClock implements Clock {
  readonly #pace: number | undefined;
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  #busy = new Set<Promise<unknown>>();

  constructor({ start = Date.UTC(2026, 0, 1), pace }: VirtualClockOptions = {}) {
    this.#now = start;
    this.#pace = pace;
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
    await this.#settle();
    while (await this.#moved(end)) await this.#settle();
    await this.#settle();
  }

  /** Advances timer by timer until `done` holds; throws after `limitMs` of virtual time. */
  async until(done: () => boolean | Promise<boolean>, limitMs: number, what = 'the awaited state'): Promise<void> {
    const end = this.#now + limitMs;
    for (;;) {
      await this.#settle();
      if (await done()) return;
      if (!(await this.#moved(end))) throw new Error(`Not reached within ${limitMs} ms of virtual time: ${what}`);
    }
  }

  /** Moves on by one timer, or towards it; at last to `end`, which is false. */
  async #moved(end: number): Promise<boolean> {
    const pace = this.#pace;
    const due = this.#next()?.at ?? Infinity;
    const at = Math.max(this.#now, Math.min(due, end, pace === undefined ? Infinity : this.#now + stepMs));
    if (pace !== undefined && (due <= end || this.#now < end)) {
      await new Promise((resolve) => setTimeout(resolve, (at - this.#now) / pace));
      await this.#settle();
    }
    const next = this.#next();
    if (next !== undefined && next.at <= at) this.#fire(next);
    else if (at === this.#now && at === end) return false;
    else this.#now = at;
    return true;
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
