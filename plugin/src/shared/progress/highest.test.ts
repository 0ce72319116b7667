import { describe, expect, it } from 'vitest';
import { highest, type Shown } from './highest.ts';

const gib = 1024 ** 3;
const at = (percent: number, completed = percent, total = 100) => ({
  percent,
  completedBytes: completed * gib,
  totalBytes: total * gib,
});

function play(steps: readonly { attempt: string; percent: number; total?: number; done?: boolean }[]): number[] {
  const percents: number[] = [];
  let shown: Shown | undefined;
  for (const { attempt, percent, total = 100, done = false } of steps) {
    shown = highest(shown, attempt, at(percent, percent, total), { done });
    percents.push(shown.progress.percent);
  }
  return percents;
}

describe('what a progress bar shows', () => {
  it.each([
    [
      'never goes back within an attempt',
      [10, 40, 35, 41].map((percent) => ({ attempt: 'a', percent })),
      [10, 40, 40, 41],
    ],
    [
      'begins anew with a new attempt',
      [
        { attempt: 'a', percent: 80 },
        { attempt: 'b', percent: 3 },
      ],
      [80, 3],
    ],
    [
      'holds while the total grows',
      [
        { attempt: 'a', percent: 50, total: 100 },
        { attempt: 'a', percent: 25, total: 200 },
      ],
      [50, 50],
    ],
    [
      'is 100 only when the work is done',
      [
        { attempt: 'a', percent: 100 },
        { attempt: 'a', percent: 100, done: true },
      ],
      [99, 100],
    ],
  ])('%s', (_, steps, expected) => {
    expect(play(steps)).toEqual(expected);
  });

  it('knows what was found on the way, in this attempt', () => {
    let shown = highest(undefined, 'a', at(10), { done: false });
    shown = highest(shown, 'a', at(20, 20, 101), { done: false });
    expect(at(20, 20, 101).totalBytes - shown.firstTotal).toBe(gib);
    expect(highest(shown, 'b', at(1, 1, 101), { done: false }).firstTotal).toBe(101 * gib);
  });

  it('never says more bytes than there are', () => {
    const before = highest(undefined, 'a', at(90, 90), { done: false });
    const after = highest(before, 'a', at(90, 90, 80), { done: false });
    expect(after.progress.completedBytes).toBe(80 * gib);
  });
});
