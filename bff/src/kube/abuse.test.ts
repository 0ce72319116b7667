import { afterAll, beforeAll, describe, it } from 'vitest';
import { AbuseBench } from '../testing/abuse-bench.ts';
import { abuseCases } from '../testing/abuse-cases.ts';
import { worldInProcess, worldOverSockets } from '../testing/abuse-world.ts';
import { seeded } from '../testing/seeded.ts';

const seed = Number(process.env.GANTRY_ABUSE_SEED ?? Date.now() % 100_000);

const oracle = process.env.GANTRY_ORACLE_URL;

describe(`informers, seed ${seed}`, () => {
  describe.skipIf(oracle !== undefined)('of the sandbox cluster', () => {
    it.each(abuseCases)('recover when $name', async (abuse) => {
      const random = seeded(seed);
      const bench = new AbuseBench(await worldInProcess(random), 'abuse', random);
      await bench.start();
      await bench.endure(abuse);
      await bench.stop();
    });
  });

  describe(oracle === undefined ? 'over sockets' : 'of a real API server', () => {
    const random = seeded(seed);
    let bench: AbuseBench;
    beforeAll(async () => {
      bench = new AbuseBench(await worldOverSockets(random), `abuse-${process.pid}`, random);
      await bench.start();
    });
    afterAll(() => bench.stop());
    it.each(abuseCases)('recover when $name', (abuse) => bench.endure(abuse));
  });
});
