import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oracle } from '../found.ts';
import { startVcsim } from './vcsim.ts';
import type { Vcsim } from './vcsim.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const limitMs = 280_000;

/** They are the service's own tests and stand beside what they test, where this workspace does not reach. */
function runSuites(named: string, env: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync('vitest', ['run', '--project', 'bff', named], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: limitMs,
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  for (const variable of Object.keys(env)) expect(stdout).not.toContain(`${variable} is not set`);
}

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

    it(`passes ${passes}`, { timeout: limitMs + 10_000 }, () => {
      runSuites(suites, env(vcsim));
    });
  });
});
