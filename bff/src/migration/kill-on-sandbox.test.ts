import { smallMachine } from '@gantry/sandbox/operators/testing/bench.ts';
import { afterEach, describe, expect, test } from 'vitest';
import type { PlanSpec } from '../api/generated/plan.ts';
import { secrets } from '../api/kinds/core.ts';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { namedServer } from '../testing/api-servers.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';
import type { WriteFault } from '../testing/faulty-send.ts';

let engine: EngineOnSandbox;
afterEach(() => engine.stop());

const kinds = ['crash-before', 'crash-after', 'lost-response'] as const;
type Fault = WriteFault & { readonly kind: (typeof kinds)[number] };
const long = process.env.GANTRY_LONG !== undefined;
/** Which places: the same in every ordinary run; a long run has them all. */
const seed = Number(process.env.GANTRY_KILL_SEED ?? 7);
const hour = 3_600_000;

/**
 * What kill-and-resume.test.ts does at every place, here with the real controllers, caches and transport, and with real
 * bytes: every place and kind in a long run; else a few of the places, around a real server twice as many.
 */
describe.each<[string, Partial<PlanSpec>, number]>([
  ['cold', {}, 5],
  ['raw copy', { skipGuestConversion: true }, 5],
  ['warm', { type: 'warm' }, 12],
])('%s, killed at one of its writes', { timeout: namedServer || long ? hour : 120_000 }, (_name, plan, every) => {
  test(`ends as if nothing had happened (GANTRY_KILL_SEED=${seed})`, async () => {
    const { writes, end } = await play(plan);
    expect([end.result, end.differences, end.snapshots]).toEqual([['Succeeded'], [-1, -1], 0]);
    let missed = 0;
    for (const fault of faults(writes, every)) {
      await engine.stop();
      const disturbed = await play(plan, fault);
      expect(disturbed.end, `${fault.kind} at ${fault.at} of ${writes}`).toEqual(end);
      if (disturbed.writes < fault.at) missed += 1;
      else expect(disturbed.crashed).toBe(fault.kind !== 'lost-response');
    }
    // A real server's own pace makes a run a write or two longer or shorter.
    expect(missed).toBeLessThanOrEqual(namedServer === undefined ? 0 : 2 * kinds.length);
  });
});

/** Around the emulator one place of `every` so many. */
function faults(writes: number, every: number): Fault[] {
  const places = Array.from({ length: writes }, (_, index) => index + 1);
  if (long) return places.flatMap((at) => kinds.map((kind) => ({ at, kind })));
  const step = namedServer === undefined ? every : Math.ceil(every / 2);
  return places
    .filter((at) => (at + seed) % step === 0)
    .map((at, index) => ({ at, kind: kinds[(index + seed) % kinds.length] ?? 'crash-after' }));
}

/** Its guest writes while it runs. */
const busy = { ...smallMachine, power: 'poweredOn', changeTracking: true, writes: { everyMs: 20_000 } } as const;

async function play(plan: Partial<PlanSpec>, fault?: Fault) {
  engine = await EngineOnSandbox.create({ vms: [busy] });
  const line = await engine.breakAt(fault);
  const cutover = new Date(engine.world.clock.now()).toISOString();
  await engine.migrate(plan, plan.type === 'warm' ? { cutover } : {});
  const { status } = await engine.ended();
  const { items } = await engine.client.list(virtualMachines);
  return {
    writes: line.writes.length,
    crashed: line.crashed,
    end: {
      result: status?.conditions?.map(({ type }) => type),
      error: (await engine.run())?.status?.error?.code,
      source: await engine.source((session) => session.power('vm-1')),
      targets: items.map(({ metadata, spec }) => [metadata.name, spec.runStrategy, spec.template.spec.volumes?.length]),
      snapshots: engine.world.vcenter.machines.get('vm-1').snapshots.length,
      differences: await engine.differences('vm-1', { converted: plan.skipGuestConversion !== true }),
      secrets: (await engine.client.list(secrets, { namespace: 'prod' })).items.length,
    },
  };
}
