import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on, and how busy it was with other things. */
export function machine(): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${memory} GiB, Node ${process.version}, load ${load}`;
}

export interface Spent {
  readonly wallMs: number;
  /** Of this process alone. */
  readonly cpuMs: number;
}

export async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - wall, cpuMs: (user + system) / 1000 };
}

export const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
export const ms = (value: number): string => `${value.toFixed(0)} ms`;
