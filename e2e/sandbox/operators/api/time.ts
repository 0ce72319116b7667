import type { Clock } from '../../clock.ts';

/** A clock that can be told to stand still while files are read and written. */
interface StoppableClock extends Clock {
  busy?<T>(work: Promise<T>): Promise<T>;
}

/** Awaits input or output that takes real time; a virtual clock does not move meanwhile. */
export function real<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return (clock as StoppableClock).busy?.(work) ?? work;
}

export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    const stop = () => {
      cancel();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
