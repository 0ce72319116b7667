import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oracle } from '../found.ts';
import { startVcsim } from './vcsim.ts';
import type { Vcsim } from './vcsim.ts';

const program = oracle('vcsim');
if (program === undefined) console.log('not run: vcsim (npm run oracles builds it)');

describe.skipIf(program === undefined)('vcsim', () => {
  let vcsim: Vcsim;

  beforeAll(async () => {
    vcsim = await startVcsim(program ?? '', { machines: 2 });
  });

  afterAll(() => vcsim.stop());

  it('says where it is and what it has', () => {
    expect(vcsim.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/sdk$/);
    expect(vcsim.machines).toBe(4);
  });
});
