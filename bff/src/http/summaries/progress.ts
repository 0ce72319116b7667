import type { Progress } from '../../api/http/shapes.ts';

/** Shares below this say nothing about the time left. */
const leastPercent = 5;
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
  readonly bytesPerSecond?: number;
}

/** At most 99 % until the work is done, however many bytes have arrived. */
export function progressOf({ completedBytes, totalBytes, done, bytesPerSecond }: Amount): Progress {
  const share = totalBytes > 0 ? Math.floor((completedBytes / totalBytes) * 100) : 0;
  const percent = done ? 100 : Math.min(99, Math.max(0, share));
  const left = totalBytes - completedBytes;
  const steady = !done && bytesPerSecond !== undefined && bytesPerSecond > 0 && percent >= leastPercent;
  return {
    completedBytes: done ? totalBytes : Math.min(completedBytes, totalBytes),
    totalBytes,
    percent,
    ...(done || bytesPerSecond === undefined ? {} : { bytesPerSecond: Math.round(bytesPerSecond) }),
    ...(steady ? { secondsLeft: roundedSeconds(left / bytesPerSecond) } : {}),
  };
}

/** The sum of what is known; undefined where nothing moves bytes. */
export function sumOf(
  parts: readonly (Progress | undefined)[],
  state: { readonly done: boolean },
): Progress | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const rates = known.map((part) => part.bytesPerSecond).filter((rate) => rate !== undefined);
  return progressOf({
    completedBytes: known.reduce((sum, part) => sum + part.completedBytes, 0),
    totalBytes: known.reduce((sum, part) => sum + part.totalBytes, 0),
    done: state.done,
    bytesPerSecond: rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0),
  });
}
