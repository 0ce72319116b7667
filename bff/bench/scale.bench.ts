/**
 * The engine over many machines on a virtual clock, around a cluster in memory: what it costs in CPU per machine as there
 * are more of them, and whether the scheduler uses what there is. The parts are woken as their controllers are.
 */
import { cpus, loadavg } from 'node:os';
import { ScaleWorld, type ScaleOptions } from './scale/world.ts';

const host = { machinesPerHost: 25, maxInFlight: 5 };

interface Figures {
  readonly machines: number;
  readonly cpuMs: number;
  readonly looks: number;
  readonly looksAtPlans: number;
  readonly writes: number;
  readonly tookMs: number;
  readonly idle: number;
  readonly unexplained: number;
  readonly mostUsed: number;
}

async function figuresOf(options: ScaleOptions): Promise<Figures> {
  const world = await ScaleWorld.create(options);
  const tookMs = await world.migrate();
  const { effort, writes, idle, unexplained, mostUsed } = world;
  const parts = Object.values(effort);
  const machines = options.plans.reduce((sum, size) => sum + size, 0);
  return {
    machines,
    cpuMs: parts.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / machines,
    looks: parts.reduce((sum, { looks }) => sum + looks, 0),
    looksAtPlans: effort.migration.looks,
    writes: writes / machines,
    tookMs,
    idle,
    unexplained,
    mostUsed,
  };
}

const told = (name: string, { cpuMs, writes, tookMs, looks, machines }: Figures) => {
  const each = `${cpuMs.toFixed(1)} ms CPU, ${(looks / machines).toFixed(1)} looks and ${writes.toFixed(1)} writes a machine`;
  console.log(`${name}: ${each}, ${(tookMs / 1000).toFixed(0)} s of virtual time`);
};

console.log(
  `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
);
// What is compiled while it runs counts for nobody.
await figuresOf({ ...host, plans: [50] });

const small = await figuresOf({ ...host, plans: [100] });
told('one plan of 100', small);
const large = await figuresOf({ ...host, plans: [1000] });
told('one plan of 1,000', large);
const largest = await figuresOf({ ...host, plans: Array<number>(10).fill(500) });
told('10 plans of 500', largest);

const shared = { machinesPerHost: 100, maxInFlight: 20 };
const one = await figuresOf({ ...shared, plans: [500] });
told('one plan of 500', one);
const eight = await figuresOf({ ...shared, plans: [63, 63, 63, 63, 62, 62, 62, 62] });
told('eight plans of 62 or 63', eight);
const beside = await figuresOf({ ...host, plans: [100], finished: 1000 });
told('one plan of 100 beside 1,000 that are over', beside);

const all = [small, large, largest, one, eight, beside];
const ratio = Math.max(large.cpuMs, largest.cpuMs) / small.cpuMs;
console.log(`CPU a machine, the larger ones to the smallest: ${ratio.toFixed(2)} x`);

const wanted: readonly (readonly [claim: string, holds: boolean])[] = [
  ['CPU a machine is at most 2 x that of a plan of 100', ratio <= 2],
  ['a plan of 500 takes no longer than eight of 63', one.tookMs <= eight.tookMs],
  // One each, when the service starts and hears of them.
  ['plans that are over are looked at once', beside.looksAtPlans - small.looksAtPlans <= 1000],
  ['no slot is idle while a machine of its host waits', all.every(({ idle }) => idle === 0)],
  ['no machine waits without a reason', all.every(({ unexplained }) => unexplained === 0)],
  [
    'no host reads more at a time than its limit',
    [small, large, largest, beside].every(({ mostUsed }) => mostUsed <= 5),
  ],
  ['writes a machine do not grow with their number', largest.writes <= small.writes * 1.2],
];
for (const [claim] of wanted.filter(([, holds]) => !holds)) {
  console.log(`does not hold: ${claim}`);
  process.exitCode = 1;
}
