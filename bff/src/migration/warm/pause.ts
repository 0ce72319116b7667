/** What is known between two copies of a machine that runs. Times are milliseconds since the epoch. */
export interface PauseFacts {
  readonly now: number;
  /** When the snapshot of the last copy was asked for, and when that copy had ended. */
  readonly last: { readonly start: number; readonly end: number };
  readonly intervalMs: number;
  readonly cutoverAt: number | undefined;
}

export type PauseDecision =
  | { readonly kind: 'cutover' }
  | { readonly kind: 'copy' }
  /** `for` the next copy, or for the cutover, since no copy is worth while before it. */
  | { readonly kind: 'wait'; readonly for: 'copy' | 'cutover'; readonly until: number };

/** A copy for topping up begins no later than this before the cutover. */
const leastLeadMs = 5 * 60_000;

/**
 * What follows a copy: the next one after the interval, or the cutover when its time has come. Before a scheduled cutover
 * one last copy is made, begun early enough to end in time as far as the last one tells, so that little is left to copy
 * once the machine is off.
 */
export function decidePause({ now, last, intervalMs, cutoverAt }: PauseFacts): PauseDecision {
  const regular = last.end + intervalMs;
  if (cutoverAt === undefined) return copyAt(now, regular);
  if (now >= cutoverAt) return { kind: 'cutover' };
  const durationMs = last.end - last.start;
  const topUp = cutoverAt - Math.max(leastLeadMs, 2 * durationMs);
  const waits = { kind: 'wait', for: 'cutover', until: cutoverAt } as const;
  if (last.start >= topUp) return waits;
  if (now >= topUp) return now + durationMs <= cutoverAt ? { kind: 'copy' } : waits;
  return copyAt(now, regular + durationMs <= topUp ? regular : topUp);
}

function copyAt(now: number, at: number): PauseDecision {
  return now >= at ? { kind: 'copy' } : { kind: 'wait', for: 'copy', until: at };
}
