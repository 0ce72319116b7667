/** CPU time of judging and of pages over an inventory, at two sizes. */
import { systemClock } from '@gantry/sandbox/clock.ts';
import { CollectedInventory } from '../../src/inventory/collected-inventory.ts';
import type { Caller } from '../../src/http/caller.ts';
import type { RouteContext } from '../../src/http/route-context.ts';
import { inventoryReads } from '../../src/http/routes/inventory-reads.ts';
import { judge } from '../../src/providers/concern.ts';
import { vsphereInventory } from '../../src/providers/vsphere/inventory-source.ts';
import { watchSlices } from '../cache/slices.ts';
import { sleep } from '../../src/platform/clock.ts';
import { cpuMs, median } from './cpu.ts';
import { account, RememberedVcenter } from './replies.ts';

const rounds = 5;
const pages = 500;

async function inventoryOf(vms: number): Promise<CollectedInventory> {
  const vcenter = new RememberedVcenter(vms);
  const inventory = new CollectedInventory(vsphereInventory, systemClock);
  const stop = new AbortController();
  await vsphereInventory.collect({
    connection: { url: 'https://vc.test/sdk', ...account, trust: { mode: 'skip' }, settings: {} },
    context: {
      send: () => vcenter.send,
      clock: systemClock,
      certificate: () => Promise.reject(new Error('The bench has no certificates.')),
    },
    report: (message) => {
      inventory.accept(message);
      if (message.kind === 'ready') stop.abort(new Error('The first set is there.'));
    },
    signal: stop.signal,
  });
  return inventory;
}

/** Every value of an object, once. */
function walk(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + walk(each), 0);
}

async function rulesRatio(inventory: CollectedInventory): Promise<number> {
  const { items } = await inventory.page({ collection: 'vms', offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const machines = items.map((row) => ({ ...row, host: {} }));
  const took = { walking: [] as number[], judging: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    took.walking.push(cpuMs(() => machines.reduce((sum, machine) => sum + walk(machine), 0)));
    took.judging.push(cpuMs(() => machines.map((machine) => judge(vsphereInventory.rules, machine))));
  }
  const [walking, judging] = [median(took.walking), median(took.judging)];
  console.log(
    `all rules on ${machines.length} machines: ${judging.toFixed(0)} ms CPU against ${walking.toFixed(0)} of walking them: ${(judging / walking).toFixed(2)} x (wanted: at most 3)`,
  );
  return judging / walking;
}

/** A slice ends at the tick after it. */
const nextTick = () => sleep(systemClock, 20);

/** A page that is filtered, searched and sorted, of a table that others look at too; ms CPU. */
async function pageCost(inventory: CollectedInventory): Promise<number> {
  const allowed = { demand: () => Promise.resolve(), may: () => Promise.resolve(true) } as unknown as Caller;
  const catalog = { provider: () => ({ metadata: {}, spec: {} }), inventory: () => inventory, plansUsing: () => [] };
  const { listInventoryVms } = inventoryReads({ catalog } as unknown as RouteContext);
  const ask = (offset: number) => {
    const query = { search: 'vm-0', sort: '-memoryBytes', power: ['On' as const], offset, limit: 50 };
    return listInventoryVms({ caller: allowed, params: { project: 'p', name: 'vc' }, query } as never);
  };
  const slices = watchSlices();
  await nextTick();
  const first = process.threadCpuUsage();
  await ask(0);
  const { user, system } = process.threadCpuUsage(first);
  await nextTick();
  const longest = slices();
  console.log(
    `the first page of a question, after a change: ${((user + system) / 1000).toFixed(1)} ms CPU, at most ${longest.ownMs.toFixed(1)} at once`,
  );
  const before = process.threadCpuUsage();
  for (let page = 0; page < pages; page += 1) await ask(page % 100);
  const after = process.threadCpuUsage(before);
  return (after.user + after.system) / 1000 / pages;
}

const small = await inventoryOf(1_000);
const large = await inventoryOf(10_000);
const rules = await rulesRatio(large);
const [few, many] = [await pageCost(small), await pageCost(large)];
console.log(
  `a filtered page of 10,000 machines: ${many.toFixed(3)} ms CPU against ${few.toFixed(3)} of 1,000: ${(many / few).toFixed(2)} x (wanted: at most 2)`,
);
if (!(rules <= 3) || !(many / few <= 2)) process.exitCode = 1;
small.close();
large.close();
