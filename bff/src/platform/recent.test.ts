import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

it('knows a value until its time is over, counted from when it was set last', async () => {
  const clock = new VirtualClock();
  const recent = new Recent<string>(clock, 1000);
  recent.set('a', 'first');
  await clock.advance(999);
  expect(recent.get('a')).toBe('first');
  recent.set('a', 'second');
  await clock.advance(999);
  expect(recent.get('a')).toBe('second');
  await clock.advance(1);
  expect(recent.get('a')).toBeUndefined();
  expect(recent.get('b')).toBeUndefined();
});

it('holds no more than was set lately', async () => {
  const clock = new VirtualClock();
  const recent = new Recent<number>(clock, 1000);
  for (let n = 0; n < 5000; n += 1) {
    recent.set(`plan-${n}`, n);
    await clock.advance(100);
  }
  expect(recent.size).toBe(10);
});
