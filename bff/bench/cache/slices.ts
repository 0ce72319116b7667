import { constants, performance, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';

/** Longest stretches of CPU time of this thread between two turns of the event loop. */
export interface Slices {
  readonly ownMs: number;
  /** Of those in which the whole heap was collected: how long that takes at once is up to V8. */
  readonly collectingMs: number;
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly cpuMs: number;
}

/** Of this thread alone: the garbage collector's helpers do not hold up the loop. */
const threadMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** A tick each millisecond: a slice holds the next tick up, so the CPU time between two ticks is at least the slice. */
export function watchSlices(): () => Slices {
  const slices: Slice[] = [];
  const collections: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => collections.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  let before = { at: performance.now(), cpuMs: threadMs() };
  const ticks = setInterval(() => {
    const now = { at: performance.now(), cpuMs: threadMs() };
    slices.push({ from: before.at, to: now.at, cpuMs: now.cpuMs - before.cpuMs });
    before = now;
  }, 1);
  return () => {
    clearInterval(ticks);
    collections.push(...observer.takeRecords());
    const whole = collections.filter((entry) => kindOf(entry) === constants.NODE_PERFORMANCE_GC_MAJOR);
    const collecting = ({ from, to }: Slice) => whole.some(({ startTime }) => startTime >= from && startTime <= to);
    return {
      ownMs: longest(slices.filter((slice) => !collecting(slice))),
      collectingMs: longest(slices.filter(collecting)),
    };
  };
}

/** Node's entries have a detail, its types only those of marks and measures. */
const kindOf = (entry: PerformanceEntry & { readonly detail?: unknown }) =>
  (entry.detail as { readonly kind?: number } | undefined)?.kind;
const longest = (slices: readonly Slice[]) => Math.max(0, ...slices.map(({ cpuMs }) => cpuMs));
