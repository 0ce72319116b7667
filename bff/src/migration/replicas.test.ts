import { worldApi } from '@gantry/sandbox/world.ts';
import type { WireRequest } from '@gantry/sandbox/wire.ts';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { virtualMachines } from '../api/kinds/kubevirt.ts';
import { EngineOnSandbox } from '../testing/engine-on-sandbox.ts';
import { EngineReplica } from '../testing/engine-replica.ts';

/** 15 s, and twice 2 s with their jitter. */
const leaseAndTwoRetriesMs = 19_800;
const troubleMs = 45_000;

const troubles = {
  killed: ({ process }: EngineReplica) => {
    process.kill();
    return () => undefined;
  },
  paused: ({ process }: EngineReplica) => {
    process.pause();
    return () => process.wake();
  },
  'cut off from the API server': ({ process }: EngineReplica) => {
    process.cutOff = ({ url }) => url.startsWith(worldApi.url);
    return () => {
      process.cutOff = () => false;
    };
  },
} as const;
type Trouble = keyof typeof troubles;

interface Fault {
  /** The leader's exchange at which it happens, from 1; leases do not count. */
  readonly at: number;
  readonly trouble: Trouble;
}

let stop: () => Promise<void> = () => Promise.resolve();
afterEach(() => stop());

/** Exchanges at which it happens, evenly over the whole run. */
const isLong = process.env.GANTRY_LONG !== undefined;
const samples = isLong ? 60 : 3;
const limitMs = isLong ? 900_000 : 60_000;

describe.each([
  ['cold', 2, {}],
  ['raw copy', 3, { skipGuestConversion: true }],
])('%s by one of %i replicas', { timeout: limitMs }, (_name, count, plan) => {
  let undisturbed: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    undisturbed = await play(plan, count);
  });

  test.each(Object.keys(troubles) as Trouble[])('that is %s on the way', async (trouble) => {
    const { exchanges, end, power } = undisturbed;
    const every = Math.max(1, Math.floor(exchanges / samples));
    for (let at = 1 + Math.floor(every / 2); at <= exchanges; at += every) {
      const what = `${trouble} at ${at} of ${exchanges}`;
      const disturbed = await play(plan, count, { at, trouble });
      expect(disturbed.end, what).toEqual(end);
      expect(disturbed.power, what).toEqual(power);
      // Nobody acts any more once another has.
      expect(disturbed.actors, what).toEqual([...new Set(disturbed.actors)]);
      expect(disturbed.failoverMs, what).toBeLessThanOrEqual(leaseAndTwoRetriesMs);
    }
  });
});

async function play(plan: object, count: number, fault?: Fault) {
  await stop();
  const engine = await EngineOnSandbox.create();
  await engine.endService();
  const { clock } = engine.world;
  const acts: { readonly by: string; readonly what: string }[] = [];
  const elected: { readonly by: string; readonly at: number }[] = [];
  let exchanges = 0;
  let struckAt = 0;
  const sends = (by: string, request: WireRequest) => {
    if (/\/leases\b/.test(request.url)) return;
    const what = effectOf(request);
    if (what !== undefined) acts.push({ by, what });
    if (by !== elected[0]?.by) return;
    exchanges += 1;
    if (exchanges !== fault?.at) return;
    struckAt = clock.now();
    const leader = replicas.find((_, index) => nameOf(index) === by);
    if (leader !== undefined) clock.after(troubleMs, troubles[fault.trouble](leader));
  };
  const onElected = (by: string) => void elected.push({ by, at: clock.now() });
  const replicas: EngineReplica[] = [];
  stop = async () => {
    stop = () => Promise.resolve();
    for (const { process } of replicas) process.kill();
    await engine.stop();
  };
  for (let index = 0; index < count; index += 1) {
    replicas.push(new EngineReplica({ engine, name: nameOf(index), sends, onElected }));
    await clock.advance(1_000);
  }
  await engine.migrate(plan);
  const { status } = await engine.ended();
  // Whoever was in trouble has come back and done what it still would.
  await clock.advance(2 * troubleMs);
  const { items } = await engine.client.list(virtualMachines);
  return {
    exchanges,
    failoverMs: (elected[1]?.at ?? Infinity) - struckAt,
    actors: acts.map(({ by }) => by).filter((by, index, all) => by !== all[index - 1]),
    power: acts.map(({ what }) => what).filter((what) => powerCalls.test(what)),
    end: {
      result: status?.conditions?.map(({ type }) => type),
      error: (await engine.run())?.status?.error?.code,
      source: await engine.source((session) => session.power('vm-1')),
      targets: items.map(({ metadata, spec }) => [metadata.name, spec.runStrategy, spec.template.spec.volumes?.length]),
    },
  };
}

const nameOf = (index: number) => `replica ${index + 1}`;
const powerCalls = /^(ShutdownGuest|PowerO(n|ff)VM_Task)$/;

/** A write to the API server, a call of the vCenter that changes something, or one of a pod. */
function effectOf({ method, url, body }: WireRequest): string | undefined {
  if (url.startsWith(worldApi.url))
    return method === 'GET' || /reviews\b|dryRun=/.test(url) ? undefined : `${method} ${url}`;
  const call = /<(?:\w+:)?(ShutdownGuest|PowerO(?:n|ff)VM_Task)\b/.exec(Buffer.from(body ?? '').toString());
  return call?.[1] ?? (method === 'POST' && !url.includes('/sdk') ? `${method} ${url}` : undefined);
}
