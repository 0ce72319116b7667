import type { Clock } from './clock.ts';

/** `work`, or the signal's reason as soon as it is aborted; `work` itself goes on unobserved then. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const settle = <V>(report: (value: V) => void) => {
      return (value: V) => {
        signal.removeEventListener('abort', onAbort);
        report(value);
      };
    };
    work.then(settle(resolve), settle(reject));
  });
}

export interface Deadline {
  /** Aborted with the parent, or when time is up. */
  readonly signal: AbortSignal;
  /** No time limit from here on; still aborted with the parent. */
  lift(): void;
  /** Lets go of timer and parent. */
  end(): void;
}

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly ms: number;
  readonly parent?: AbortSignal;
  /** The abort reason when time is up. */
  readonly reason: () => Error;
}

export function startDeadline(options: DeadlineOptions): Deadline {
  const { parent } = options;
  const controller = new AbortController();
  const lift = options.clock.after(options.ms, () => {
    controller.abort(options.reason());
  });
  const onParent = () => {
    lift();
    controller.abort(parent?.reason);
  };
  parent?.addEventListener('abort', onParent, { once: true });
  if (parent?.aborted) onParent();
  return {
    signal: controller.signal,
    lift,
    end() {
      lift();
      parent?.removeEventListener('abort', onParent);
    },
  };
}

/** Asks anew: a signal may be aborted while one waits, which the type checker does not see. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
