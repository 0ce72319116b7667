import type { Progress } from '../../api/http/shapes.ts';
import type { Rate } from './rates.ts';

/** Shares below this say nothing about the time left. */
const leastPercent = 5;
/** Nor do rates that have been watched for less. */
const leastSeconds = 30;
const minute = 60;

/** Rounds up to 1, 5 or 15 minutes, the coarser the longer it takes. */
function roundedSeconds(seconds: number): number {
  const step = seconds < 30 * minute ? minute : seconds < 180 * minute ? 5 * minute : 15 * minute;
  return Math.max(step, Math.ceil(seconds / step) * step);
}

export interface Amount {
  readonly completedBytes: number;
  readonly totalBytes: number;
  readonly done: boolean;
  readonly rate?: Rate;
}

/** At most 99 % until the work is done, however many bytes have arrived. */
export function progressOf({ completedBytes, totalBytes, done, rate }: Amount): Progress {
  if (done) return { completedBytes: totalBytes, totalBytes, percent: 100 };
  const share = totalBytes > 0 ? Math.floor((completedBytes / totalBytes) * 100) : 0;
  const percent = Math.min(99, Math.max(0, share));
  const amount = { completedBytes: Math.min(completedBytes, totalBytes), totalBytes, percent };
  if (rate === undefined) return amount;
  const { bytesPerSecond, seconds } = rate;
  const steady = bytesPerSecond > 0 && seconds >= leastSeconds && percent >= leastPercent;
  return {
    ...amount,
    bytesPerSecond: Math.round(bytesPerSecond),
    ...(steady ? { secondsLeft: roundedSeconds((totalBytes - completedBytes) / bytesPerSecond) } : {}),
  };
}

/** Shares of one whole: the sum of bytes and rates; the time left is that of the sum, once a part knows its own. */
export function sumOf(parts: readonly Progress[], state: { readonly done: boolean }): Progress {
  const sum = (of: (part: Progress) => number) => parts.reduce((total, part) => total + of(part), 0);
  const moving = parts.filter((part) => part.bytesPerSecond !== undefined);
  const steady = moving.some((part) => part.secondsLeft !== undefined);
  return progressOf({
    completedBytes: sum((part) => part.completedBytes),
    totalBytes: sum((part) => part.totalBytes),
    done: state.done,
    ...(moving.length === 0
      ? {}
      : { rate: { bytesPerSecond: sum((part) => part.bytesPerSecond ?? 0), seconds: steady ? leastSeconds : 0 } }),
  });
}
