/** What one migrated machine costs the API server in writes, and what a minute costs in which nothing happens. */
import { app01, raw01 } from '../processes/expected.ts';
import { machineRun, migrationOf, planOf, surroundings } from '../processes/manifests.ts';
import { StrikingProxy } from '../processes/striking-proxy.ts';
import { World } from '../processes/world.ts';
import { machine } from './machine.ts';

const limitMs = 120_000;
const idleMs = 60_000;
let proxy: StrikingProxy | undefined;
const world = await World.start({
  seed: 'bench',
  model: 'small',
  via: (url) => {
    proxy = new StrikingProxy(url);
    return proxy.listen();
  },
});
const writes = () => proxy?.writes.length ?? 0;
const pass = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function migrate(name: string, one: { id: string; disks: number }, rawCopy?: true): Promise<boolean> {
  await world.apply([planOf({ name, machines: [one.id], ...(rawCopy && { rawCopy }) })]);
  await pass(5_000);
  const before = writes();
  await world.apply([migrationOf(name, `${name}-1`)]);
  await world.ended(`${name}-1`, limitMs);
  await pass(5_000);
  const made = writes() - before;
  const run = (await world.client.list(machineRun)).items.find(({ metadata }) => metadata.name.startsWith(name));
  const resolved = run?.spec?.resolved as { pipeline?: { steps?: unknown[] } } | undefined;
  const steps = resolved?.pipeline?.steps?.length ?? 0;
  const budget = 3 * steps + 3 * one.disks + 10;
  console.log(
    `${name}: ${made} writes for ${steps} steps and ${one.disks} disks; wanted: ${budget} at most, besides progress`,
  );
  return made <= budget;
}

try {
  console.log(`writes on ${machine()}`);
  await world.apply(surroundings(world.sandbox.addresses.vcenter, { storageClass: 'ceph-rbd' }));
  await world.startService();
  const kept = [await migrate('convert', app01), await migrate('raw', raw01, true)];
  await pass(5_000);
  const before = writes();
  await pass(idleMs);
  const idle = writes() - before;
  console.log(`idle for ${idleMs / 1000} s: ${idle} writes besides Lease and Events; wanted: none`);
  if (idle > 0) console.log(proxy?.writes.slice(before).join('\n'));
  if (!kept.every(Boolean) || idle > 0) process.exitCode = 1;
} finally {
  await world.stop();
  await proxy?.close();
}
process.exit();
