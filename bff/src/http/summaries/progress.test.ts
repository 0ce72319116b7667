import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { describe, expect, it } from 'vitest';
import { progressOf, sumOf } from './progress.ts';
import { Rates } from './rates.ts';

const gib = 2 ** 30;

describe('progressOf', () => {
  it.each([
    ['half', { completedBytes: 5 * gib, totalBytes: 10 * gib, done: false }, 50],
    ['rounded down', { completedBytes: 619, totalBytes: 1000, done: false }, 61],
    ['everything, but not yet done', { completedBytes: gib, totalBytes: gib, done: false }, 99],
    ['more than everything', { completedBytes: 2 * gib, totalBytes: gib, done: false }, 99],
    ['done', { completedBytes: gib, totalBytes: gib, done: true }, 100],
    ['nothing to copy', { completedBytes: 0, totalBytes: 0, done: false }, 0],
  ])('%s', (_, amount, percent) => {
    expect(progressOf(amount).percent).toBe(percent);
  });

  it.each([
    ['below 5 %', { completedBytes: 4, totalBytes: 100 }, undefined],
    ['in minutes', { completedBytes: 50 * 2 ** 20, totalBytes: 100 * 2 ** 20 }, 60],
    ['in fives from half an hour', { completedBytes: 100 * 2 ** 20, totalBytes: 2100 * 2 ** 20 }, undefined],
    ['in fives', { completedBytes: 200 * 2 ** 20, totalBytes: 2200 * 2 ** 20 }, 2100],
  ])('time left %s', (_, amount, seconds) => {
    expect(progressOf({ ...amount, done: false, bytesPerSecond: 2 ** 20 }).secondsLeft).toBe(seconds);
  });

  it('has neither rate nor time left when done', () => {
    expect(progressOf({ completedBytes: 1, totalBytes: 1, done: true, bytesPerSecond: 5 })).toEqual({
      completedBytes: 1,
      totalBytes: 1,
      percent: 100,
    });
  });
});

it('sums only what is known', () => {
  const part = progressOf({ completedBytes: 1, totalBytes: 4, done: false, bytesPerSecond: 2 });
  expect(sumOf([part, undefined, part], { done: false })).toMatchObject({
    completedBytes: 2,
    totalBytes: 8,
    percent: 25,
    bytesPerSecond: 4,
  });
  expect(sumOf([undefined], { done: false })).toBeUndefined();
});

describe('Rates', () => {
  it('says nothing before ten seconds, then the mean of the last thirty', async () => {
    const clock = new VirtualClock();
    const rates = new Rates(clock);
    rates.record('a', 0);
    await clock.advance(9_000);
    rates.record('a', 900);
    expect(rates.of('a')).toBeUndefined();
    await clock.advance(1_000);
    rates.record('a', 1000);
    expect(rates.of('a')).toBe(100);
    await clock.advance(60_000);
    rates.record('a', 1000);
    expect(rates.of('a')).toBe(0);
  });

  it('starts anew when an attempt does', async () => {
    const clock = new VirtualClock();
    const rates = new Rates(clock);
    rates.record('a', 5000);
    await clock.advance(20_000);
    rates.record('a', 0);
    expect(rates.of('a')).toBeUndefined();
  });
});
