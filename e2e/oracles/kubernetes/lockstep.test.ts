import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../../contract/api.ts';
import { widgetNamespace } from '../../contract/fixtures.ts';
import { inLockstep } from '../../contract/lockstep/lockstep.ts';
import { sequence } from '../../contract/lockstep/operations.ts';
import { resolveTarget, type Running } from '../../contract/target.ts';

/** Of the ordinary run, which does the same operations every time. */
const ORDINARY_SEED = 20;

const { GANTRY_LONG, GANTRY_SEED, GANTRY_OPERATIONS, GANTRY_CONTRACT_TARGET = 'oracle' } = process.env;
const wanted = Number(GANTRY_OPERATIONS ?? (GANTRY_LONG === undefined ? 500 : 5000));
const seed = Number(GANTRY_SEED ?? (GANTRY_LONG === undefined ? ORDINARY_SEED : randomInt(2 ** 31)));
const limitMs = 60_000 + wanted * 500;

const real = resolveTarget(GANTRY_CONTRACT_TARGET);
const ours = resolveTarget('sandbox');
const running: Running[] = [];

async function start(): Promise<{ readonly real: Api; readonly ours: Api }> {
  if ('missing' in real || 'missing' in ours) throw new Error('There is no server to compare with.');
  const started = await Promise.all([real.start(), ours.start()]);
  running.push(...started);
  const [one, other] = started.map((server) => new Api(server));
  if (one === undefined || other === undefined) throw new Error('A server did not start.');
  await Promise.all([one, other].map(widgetNamespace));
  return { real: one, ours: other };
}

if ('missing' in real) test.skip(`lockstep (not run: ${real.missing})`, () => undefined);
else {
  let servers: Awaited<ReturnType<typeof start>> | undefined;
  beforeAll(async () => {
    servers = await start();
  });
  afterAll(async () => {
    await Promise.all(running.map((server) => server.stop()));
  });

  test(
    `${wanted} operations have the same effect at the sandbox cluster (seed ${seed})`,
    { timeout: limitMs },
    async () => {
      if (servers === undefined) throw new Error('The servers have not started.');
      const both = servers;
      let done = 0;
      const property = fc.asyncProperty(sequence, async (operations) => {
        await inLockstep(both, operations, both.real.unique('lockstep'));
        done += operations.length;
      });
      // A sequence has 115 operations on average, and 200 at most.
      for (let round = 0; done < wanted; round++)
        await fc.assert(property, {
          seed: seed + round,
          numRuns: Math.ceil((wanted - done) / 200),
          endOnFailure: process.env.GANTRY_SHRINK === '0',
        });
      expect(done).toBeGreaterThanOrEqual(wanted);
    },
  );
}
