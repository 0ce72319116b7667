import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, it } from 'vitest';
import { ExpiringCache } from './expiring-cache.ts';

function counting() {
  let calls = 0;
  return { load: () => Promise.resolve(++calls), calls: () => calls };
}

it('asks once while an answer lives, and again afterwards', async () => {
  const clock = new VirtualClock();
  const cache = new ExpiringCache<number>(clock, { lifetimeMs: 1000, limit: 10 });
  const source = counting();
  expect(await Promise.all([cache.get('a', source.load), cache.get('a', source.load)])).toEqual([1, 1]);
  await clock.advance(999);
  expect(await cache.get('a', source.load)).toBe(1);
  await clock.advance(1);
  expect(await cache.get('a', source.load)).toBe(2);
});

it('does not remember a failure', async () => {
  const cache = new ExpiringCache<number>(new VirtualClock(), { lifetimeMs: 1000, limit: 10 });
  await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await cache.get('a', () => Promise.resolve(7))).toBe(7);
});

it('forgets the oldest beyond its limit', async () => {
  const cache = new ExpiringCache<number>(new VirtualClock(), { lifetimeMs: 1000, limit: 2 });
  const source = counting();
  for (const key of ['a', 'b', 'c']) await cache.get(key, source.load);
  expect(await cache.get('c', source.load)).toBe(3);
  expect(await cache.get('a', source.load)).toBe(4);
});
