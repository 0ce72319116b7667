import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { AbuseBench } from '../testing/abuse-bench.ts';
import { abuseCases } from '../testing/abuse-cases.ts';
import { worldOverSockets } from '../testing/abuse-world.ts';
import { seeded } from '../testing/seeded.ts';

const seed = Number(process.env.GANTRY_ABUSE_SEED ?? Date.now() % 100_000);
const cycles = process.env.GANTRY_LONG ? 500 : 20;
/** Pools and compiled code have their size after so many. */
const warmUp = 10;
const longestFaultMs = 20_000;
/** Idle connections come and go with the load of the last moment. */
const descriptorsWithin = 2;
const heapGrowsBy = 1.15;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

function heapBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

it.skipIf(process.platform !== 'linux')(
  `${cycles} faults leave no descriptor and no memory behind, seed ${seed}`,
  { timeout: 900_000 },
  async () => {
    const random = seeded(seed);
    const bench = new AbuseBench(await worldOverSockets(random), `cycles-${process.pid}`, random);
    await bench.start();
    const go = async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        const abuse = abuseCases[n % abuseCases.length];
        if (abuse === undefined) throw new Error('There are no faults.');
        await bench.endure({ ...abuse, lastsMs: Math.min(abuse.lastsMs, longestFaultMs) });
      }
    };
    await go(warmUp);
    const before = { descriptors: descriptors(), heap: heapBytes() };
    await go(cycles);
    await vi.waitFor(
      () => expect(Math.abs(descriptors() - before.descriptors)).toBeLessThanOrEqual(descriptorsWithin),
      {
        timeout: 10_000,
      },
    );
    expect(heapBytes() / before.heap).toBeLessThan(heapGrowsBy);
    await bench.stop();
  },
);
