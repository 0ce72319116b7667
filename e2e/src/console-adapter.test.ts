import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

function namesIn(file: string, pattern: RegExp): string[] {
  const body = pattern.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  if (body === undefined) throw new Error(`${file} has not the form that this test reads.`);
  return body
    .split(',')
    .map((entry) => entry.replace(/:[^]*$/, '').trim())
    .filter((name) => name !== '')
    .sort();
}

it('the console host gives exactly what the plugin takes from the console', () => {
  const taken = namesIn('plugin/src/shared/console-sdk.ts', /export \{([^}]*)\} from/);
  const given = namesIn('e2e/sandbox/console-host/shell/sdk-shim.tsx', /export const sdkShim = \{([^}]*)\} satisfies/);
  expect(given).toEqual(taken);
});
