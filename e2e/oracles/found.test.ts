import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { placeOf } from './cache.ts';
import { oracle } from './found.ts';
import type { Oracle } from './oracle.ts';
import { oracles } from './oracles.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-found-'));
  vi.stubEnv('GANTRY_ORACLES', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const made = (source: string): Oracle => {
  const file = join(folder, 'source');
  writeFileSync(file, source);
  return {
    name: 'made',
    needs: [],
    sources: [pathToFileURL(file)],
    limitSeconds: 1,
    build: (output) => ({ command: ['true', output], folder: pathToFileURL(folder), env: {} }),
  };
};

test('a changed source has another place', () => {
  const before = placeOf(made('one'));
  expect(before.startsWith(folder)).toBe(true);
  expect(placeOf(made('two'))).not.toBe(before);
  expect(placeOf(made('one'))).toBe(before);
});

test('another clone of the same sources has the same place', () => {
  const one = made('one');
  const elsewhere: Oracle = {
    ...one,
    build: (output) => ({ ...one.build(output), folder: new URL('file:///elsewhere/') }),
  };
  expect(placeOf(elsewhere)).toBe(placeOf(one));
});

test('only what has been built is found', () => {
  expect(oracle('kubernetes')).toBeUndefined();
  const kubernetes = oracles.find(({ name }) => name === 'kubernetes');
  if (kubernetes === undefined) throw new Error('There is no kubernetes oracle.');
  const place = placeOf(kubernetes);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, '');
  expect(oracle('kubernetes')).toBe(place);
});

test('an unknown name is a mistake', () => {
  expect(() => oracle('minikube')).toThrow('There is no oracle minikube');
});
