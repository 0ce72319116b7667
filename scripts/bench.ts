import { runStep, type CommandStep } from './run-steps.ts';

process.chdir(new URL('..', import.meta.url).pathname);

/** Each prints its figures with the machine, and fails where a wanted ratio or budget does not hold. */
const benches: readonly CommandStep[] = [
  { name: 'copy', command: ['node', 'e2e/bench/copy.bench.ts'], limitSeconds: 300 },
  { name: 'writes', command: ['node', 'e2e/bench/writes.bench.ts'], limitSeconds: 300 },
  { name: 'scale', command: ['node', 'bff/bench/scale.bench.ts'], limitSeconds: 1200 },
  {
    name: 'inventory',
    // As the chart starts the service.
    command: ['node', '--expose-gc', '--max-semi-space-size=16', 'bff/bench/inventory.bench.ts'],
    limitSeconds: 300,
  },
  {
    name: 'first-set',
    command: ['node', '--expose-gc', 'bff/bench/inventory/first-set.ts'],
    limitSeconds: 300,
  },
  { name: 'judging', command: ['node', 'bff/bench/inventory/judging.ts'], limitSeconds: 300 },
  { name: 'informer', command: ['node', 'bff/bench/informer.bench.ts'], limitSeconds: 300 },
  { name: 'cache', command: ['node', 'bff/bench/cache.bench.ts'], limitSeconds: 300 },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => benches.every((bench) => bench.name !== name));
if (unknown.length > 0)
  throw new Error(`There is no bench ${unknown.join(', ')}; there are ${benches.map(({ name }) => name).join(', ')}.`);

// One after the other: they would measure each other.
for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n${bench.name}`);
  const { ok, seconds } = await runStep(bench, { live: true });
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${bench.name} (${seconds.toFixed(0)} s)`);
  if (!ok) process.exitCode = 1;
}
