import type { Clock } from '../platform/clock.ts';

export interface PatienceOptions {
  readonly clock: Clock;
  /** How long nothing may be heard. */
  readonly ms: number;
  readonly parent: AbortSignal;
  /** The abort reason when patience is over. */
  readonly reason: () => Error;
}

/** A time limit that begins anew with every word. */
export interface Patience {
  /** Aborted with the parent, or when nothing was heard for too long. */
  readonly signal: AbortSignal;
  heard(): void;
  /** Lets go of timer and parent. */
  end(): void;
}

/** Words are noted, not timed one by one: a stream of many costs one timer per `ms`. */
export function startPatience({ clock, ms, parent, reason }: PatienceOptions): Patience {
  const controller = new AbortController();
  let until = clock.now() + ms;
  let cancel: () => void = () => undefined;
  const wait = () => {
    cancel = clock.after(until - clock.now(), () => {
      if (clock.now() < until) wait();
      else controller.abort(reason());
    });
  };
  const onParent = () => {
    cancel();
    controller.abort(parent.reason);
  };
  parent.addEventListener('abort', onParent, { once: true });
  if (parent.aborted) onParent();
  else wait();
  return {
    signal: controller.signal,
    heard: () => {
      until = clock.now() + ms;
    },
    end: () => {
      cancel();
      parent.removeEventListener('abort', onParent);
    },
  };
}
