import { useRef } from 'react';
import type { Progress } from '@gantry/bff/api/http/shapes.ts';

/** What a bar has shown so far, by attempt. */
export interface Shown {
  readonly attempt: string;
  readonly progress: Progress;
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
  const kept = before?.attempt === attempt ? before.progress : undefined;
  const percent = end.done ? 100 : Math.min(99, Math.max(kept?.percent ?? 0, now.percent));
  const completedBytes = Math.max(kept?.completedBytes ?? 0, now.completedBytes);
  return { attempt, progress: { ...now, percent, completedBytes: Math.min(completedBytes, now.totalBytes) } };
}

export function useHighest(attempt: string, now: Progress, end: { readonly done: boolean }): Progress {
  const shown = useRef<Shown>(undefined);
  // A value that only ever grows: rendering twice gives the same.
  // eslint-disable-next-line react-hooks/refs
  const next = highest(shown.current, attempt, now, end);
  // eslint-disable-next-line react-hooks/refs
  shown.current = next;
  return next.progress;
}
