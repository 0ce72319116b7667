import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 100;

/**
 * Asks until `found` answers something. An error counts as no answer yet; after `limitMs` throws what was awaited, with
 * the last error as its cause.
 */
export async function waitFor<T>(what: string, limitMs: number, found: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await found();
      if (value !== undefined) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(notYet(what, limitMs, cause), { cause });
    await sleep(pauseMs);
  }
}

function notYet(what: string, limitMs: number, cause: unknown): string {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return `Not within ${Math.round(limitMs / 1000)} s: ${what}${reason}.`;
}
