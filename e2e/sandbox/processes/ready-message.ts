/** What a server's process tells the one that has started it, once it can be used. */
export interface ReadyMessage {
  readonly ready: true;
  readonly url?: string;
}

export function sayReady(url?: string): void {
  process.send?.({ ready: true, url } satisfies ReadyMessage);
}

export function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'ready' in message;
}

/** Runs `stop` and ends the process when it is told to, or when the one that started it is gone. */
export function stopWhenTold(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => {
      process.exit(0);
    });
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}
