import { performance } from 'node:perf_hooks';
import { things } from '../things.ts';
import { changes } from './scale.ts';
import { watchSlices, type Slices } from './slices.ts';

/** What a client of the server measures of itself. */
export interface Figures {
  readonly syncCpuMs: number;
  readonly syncWallMs: number;
  readonly followCpuMs: number;
  /** Peak of the whole process. */
  readonly rssMiB: number;
  readonly slices: Slices;
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

/** Opens the cache on the server named by the first argument, has it follow all changes, and reports to the parent. */
export async function measure(open: (url: string) => Promise<Cache>): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  const slices = process.argv[3] === 'slices' ? watchSlices() : () => ({ ownMs: 0, collectingMs: 0 });
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
    slices: slices(),
  };
  process.send?.({ figures }, () => process.exit(0));
}
