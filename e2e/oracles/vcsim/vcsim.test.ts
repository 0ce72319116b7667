import { afterAll, beforeAll, describe, it } from 'vitest';
import { oracle } from '../found.ts';
import { runServiceSuites, suitesLimitMs } from '../service-suites.ts';
import { startVcsim } from './vcsim.ts';
import type { Vcsim } from './vcsim.ts';

describe.each([
  {
    name: 'vcsim',
    passes: 'the suites of the vSphere driver and of the inventory',
    suites: '.vcsim.test.ts',
    env: ({ url }: Vcsim) => ({ GANTRY_VCSIM_URL: url }),
  },
  {
    name: 'vcsim-scale',
    options: { machines: 1_500 },
    passes: 'the suite of an inventory of thousands of machines',
    suites: 'inventory-scale.vcsim.test.ts',
    env: ({ url, machines }: Vcsim) => ({
      GANTRY_VCSIM_SCALE_URL: url,
      GANTRY_VCSIM_SCALE_MACHINES: String(machines),
    }),
  },
])('$name', ({ name, options, passes, suites, env }) => {
  const program = oracle(name);
  if (program === undefined) console.log(`not run: ${name} (npm run oracles builds it)`);

  describe.skipIf(program === undefined)('is built', () => {
    let vcsim: Vcsim;

    beforeAll(async () => {
      vcsim = await startVcsim(program ?? '', options);
    });

    afterAll(() => vcsim.stop());

    it(`passes ${passes}`, { timeout: suitesLimitMs + 10_000 }, () => {
      runServiceSuites(suites, env(vcsim));
    });
  });
});
