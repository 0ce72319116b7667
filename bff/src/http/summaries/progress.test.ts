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
    expect(progressOf({ ...amount, done: false, rate: { bytesPerSecond: 2 ** 20, seconds: 30 } }).secondsLeft).toBe(
      seconds,
    );
  });

  it('has no time left before a rate has been watched for half a minute', () => {
    const rate = { bytesPerSecond: 10, seconds: 29 };
    expect(progressOf({ completedBytes: 50, totalBytes: 100, done: false, rate })).toEqual({
      completedBytes: 50,
      totalBytes: 100,
      percent: 50,
      bytesPerSecond: 10,
    });
  });

  it('has neither rate nor time left when done', () => {
    expect(
      progressOf({ completedBytes: 1, totalBytes: 1, done: true, rate: { bytesPerSecond: 5, seconds: 60 } }),
    ).toEqual({
      completedBytes: 1,
      totalBytes: 1,
      percent: 100,
    });
  });
});

describe('sumOf', () => {
  const part = (completedBytes: number, seconds: number) =>
    progressOf({ completedBytes, totalBytes: 100, done: false, rate: { bytesPerSecond: 1, seconds } });

  it('adds bytes and rates, and knows the time left when a part does', () => {
    expect(sumOf([part(50, 30), part(30, 10)], { done: false })).toEqual({
      completedBytes: 80,
      totalBytes: 200,
      percent: 40,
      bytesPerSecond: 2,
      secondsLeft: 60,
    });
    expect(sumOf([part(50, 10)], { done: false }).secondsLeft).toBeUndefined();
  });

  it('has no rate when nothing moves', () => {
    const still = progressOf({ completedBytes: 1, totalBytes: 4, done: false });
    expect(sumOf([still], { done: false })).toEqual({ completedBytes: 1, totalBytes: 4, percent: 25 });
  });
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
    expect(rates.of('a')).toEqual({ bytesPerSecond: 100, seconds: 10 });
    await clock.advance(60_000);
    rates.record('a', 1000);
    expect(rates.of('a')?.bytesPerSecond).toBe(0);
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
