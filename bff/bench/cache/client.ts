import { performance } from 'node:perf_hooks';
import { changes, things } from './objects.ts';

/** What a client of the server measures of itself. */
export interface Figures {
  readonly syncCpuMs: number;
  readonly syncWallMs: number;
  readonly followCpuMs: number;
  /** Peak of the whole process. */
  readonly rssMiB: number;
  /** Longest stretch of CPU time of this thread between two turns of the event loop. */
  readonly longestSliceMs: number;
}

export interface Cache {
  readonly synced: Promise<void>;
  /** Calls back at each change after the first list. */
  onChange(listener: () => void): void;
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Of this thread alone: the garbage collector's helpers do not hold up the loop. */
const threadMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** A tick each millisecond: a slice holds the next tick up, so the CPU time between two ticks is at least the slice. */
function watchSlices(): () => number {
  let longest = 0;
  let before = threadMs();
  const ticks = setInterval(() => {
    const now = threadMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  return () => {
    clearInterval(ticks);
    return longest;
  };
}

/** Opens the cache on the server named by the first argument, has it follow all changes, and reports to the parent. */
export async function measure(open: (url: string) => Promise<Cache>): Promise<void> {
  const slices = process.argv[3] === 'slices' ? watchSlices() : () => 0;
  const started = { cpu: cpuMs(), wall: performance.now() };
  const cache = await open(process.argv[2] ?? '');
  await cache.synced;
  const synced = { cpu: cpuMs(), wall: performance.now() };
  let heard = 0;
  await new Promise<void>((resolve) => {
    cache.onChange(() => {
      if (++heard === changes) resolve();
    });
    process.send?.({ synced: things.plural });
  });
  const figures: Figures = {
    syncCpuMs: synced.cpu - started.cpu,
    syncWallMs: synced.wall - started.wall,
    followCpuMs: cpuMs() - synced.cpu,
    rssMiB: process.resourceUsage().maxRSS / 1024,
    longestSliceMs: slices(),
  };
  process.send?.({ figures }, () => process.exit(0));
}
