import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, test } from 'vitest';
import { Breather } from './breather.ts';

test.each([
  ['that took no time needs no rest', 0, 0],
  ['is followed by four times its length', 500, 2_000],
  ['of a minute is followed by ten seconds', 60_000, 10_000],
])('a turn %s', async (_name, tookMs, restMs) => {
  const clock = new VirtualClock();
  const breather = new Breather(clock);
  const turn = breather.turn('plan', () => new Promise<void>((resolve) => clock.after(tookMs, resolve)));
  await clock.advance(tookMs);
  await turn;
  expect(breather.wait('plan')).toBe(restMs);
  expect(breather.wait('other')).toBe(0);
  await clock.advance(restMs);
  expect(breather.wait('plan')).toBe(0);
});

test('a turn that fails is rested after, too', async () => {
  const clock = new VirtualClock();
  const breather = new Breather(clock);
  const failing = () => new Promise<void>((_resolve, reject) => clock.after(500, () => reject(new Error('no'))));
  const turn = expect(breather.turn('plan', failing)).rejects.toThrow('no');
  await clock.advance(500);
  await turn;
  expect(breather.wait('plan')).toBe(2_000);
});
