import { useRef } from 'react';
import type { Progress } from '@gantry/bff/api/http/shapes.ts';

/** What a bar has shown so far, by attempt. */
export interface Shown {
  readonly attempt: string;
  readonly progress: Progress;
  /** Of the attempt's first value; what the total has grown by since was found on the way. */
  readonly firstTotal: number;
}

/**
 * Never backwards within an attempt, never 100 before the work is done: the highest value stays, and a total that
 * grows holds the bar until the bytes have caught up.
 */
export function highest(
  before: Shown | undefined,
  attempt: string,
  now: Progress,
  end: { readonly done: boolean },
): Shown {
  const kept = before?.attempt === attempt ? before : undefined;
  const percent = end.done ? 100 : Math.min(99, Math.max(kept?.progress.percent ?? 0, now.percent));
  const completedBytes = Math.max(kept?.progress.completedBytes ?? 0, now.completedBytes);
  return {
    attempt,
    progress: { ...now, percent, completedBytes: Math.min(completedBytes, now.totalBytes) },
    firstTotal: kept?.firstTotal ?? now.totalBytes,
  };
}

interface Highest extends Progress {
  /** Bytes by which the total has grown during the attempt. */
  readonly foundBytes: number;
}

export function useHighest(attempt: string, now: Progress, end: { readonly done: boolean }): Highest {
  const shown = useRef<Shown>(undefined);
  // A value that only ever grows: rendering twice gives the same.
  // eslint-disable-next-line react-hooks/refs
  const next = highest(shown.current, attempt, now, end);
  // eslint-disable-next-line react-hooks/refs
  shown.current = next;
  return { ...next.progress, foundBytes: Math.max(0, now.totalBytes - next.firstTotal) };
}
