import { describe, it } from 'vitest';
import { oracle } from '../found.ts';
import { runServiceSuites, suitesLimitMs } from '../service-suites.ts';

const folder = oracle('schemathesis');
if (folder === undefined) console.log('not run: schemathesis (npm run oracles installs it)');

describe.skipIf(folder === undefined)('schemathesis', () => {
  it('finds nothing in the API of the console', { timeout: suitesLimitMs + 10_000 }, () => {
    runServiceSuites('openapi.schemathesis.test.ts', { GANTRY_SCHEMATHESIS: folder ?? '' });
  });
});
