import type { Clock } from '../platform/clock.ts';
import type { Send, WireRequest, WireResponse } from '../platform/wire.ts';

/**
 * What one process among several sees of time and network. Paused, its timers do not run and it hears nothing until it
 * wakes; what it has sent arrives all the same. Killed, neither ever happens again.
 */
export class FragileProcess {
  readonly clock: Clock;
  readonly send: Send;
  /** Requests that do not get through while this holds. */
  cutOff: (request: WireRequest) => boolean = () => false;
  #awake: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;
  readonly #dead = new AbortController();

  constructor(clock: Clock, send: Send) {
    this.clock = {
      now: () => clock.now(),
      after: (ms, run) => {
        let canceled = false;
        const cancel = clock.after(ms, () => {
          void this.#hears(() => {
            if (!canceled) run();
          });
        });
        return () => {
          canceled = true;
          cancel();
        };
      },
    };
    this.send = async (request) => {
      this.#connected(request);
      const answer = await settled(send(request));
      return this.#hears(() => {
        this.#connected(request);
        const response = answer();
        return { ...response, body: this.#heard(request, response) };
      });
    };
  }

  get isDead(): boolean {
    return this.#dead.signal.aborted;
  }

  pause(): void {
    this.#awake = new Promise((resolve) => (this.#wake = resolve));
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  kill(): void {
    this.#dead.abort(reset('The process was killed.'));
  }

  /** Runs when the process does; never in a dead one. */
  async #hears<T>(run: () => T): Promise<T> {
    while (this.#wake !== undefined) await this.#awake;
    return this.isDead ? new Promise<never>(() => undefined) : run();
  }

  async *#heard(request: WireRequest, { body }: WireResponse): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      yield await this.#hears(() => {
        this.#connected(request);
        return chunk;
      });
    }
  }

  #connected(request: WireRequest): void {
    this.#dead.signal.throwIfAborted();
    if (this.cutOff(request)) throw reset('The network is cut.');
  }
}

function settled<T>(work: Promise<T>): Promise<() => T> {
  return work.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
}

function reset(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
