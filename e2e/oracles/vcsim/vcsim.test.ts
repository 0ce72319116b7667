import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oracle } from '../found.ts';
import { startVcsim } from './vcsim.ts';
import type { Vcsim } from './vcsim.ts';

const program = oracle('vcsim');
if (program === undefined) console.log('not run: vcsim (npm run oracles builds it)');
const root = fileURLToPath(new URL('../../../', import.meta.url));

describe.skipIf(program === undefined)('vcsim', () => {
  let vcsim: Vcsim;

  beforeAll(async () => {
    vcsim = await startVcsim(program ?? '');
  });

  afterAll(() => vcsim.stop());

  it('passes the suites of the vSphere driver and of the inventory', () => {
    // They are the service's own tests and stand beside what they test, where this workspace does not reach.
    const { status, stdout, stderr } = spawnSync('vitest', ['run', '--project', 'bff', '.vcsim.test.ts'], {
      cwd: root,
      env: { ...process.env, GANTRY_VCSIM_URL: vcsim.url },
      encoding: 'utf8',
      timeout: 100_000,
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).not.toContain('not run: vcsim');
  });
});
