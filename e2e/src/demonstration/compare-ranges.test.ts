import { describe, expect, it } from 'vitest';
import { firstDifference, without } from './compare-ranges.ts';

describe('without', () => {
  it.each([
    ['nothing', [], [[0, 100]]],
    [
      'a middle',
      [[10, 20]],
      [
        [0, 10],
        [30, 70],
      ],
    ],
    [
      'both ends',
      [
        [0, 10],
        [90, 10],
      ],
      [[10, 80]],
    ],
    [
      'overlapping ones, unsorted',
      [
        [30, 20],
        [20, 20],
      ],
      [
        [0, 20],
        [50, 50],
      ],
    ],
    ['everything', [[0, 100]], []],
    ['one outside', [[100, 5]], [[0, 100]]],
  ])('cuts out %s', (_, holes, left) => {
    const ranges = holes.map(([offset = 0, length = 0]) => ({ offset, length }));
    expect(without({ offset: 0, length: 100 }, ranges)).toEqual(left.map(([offset, length]) => ({ offset, length })));
  });
});

describe('firstDifference', () => {
  it.each([
    ['equal', [1, 2, 3], [1, 2, 3], -1],
    ['in the middle', [1, 2, 3], [1, 9, 3], 1],
    ['in length', [1, 2], [1, 2, 3], 2],
  ])('%s', (_, left, right, at) => {
    expect(firstDifference(Uint8Array.from(left), Uint8Array.from(right))).toBe(at);
  });
});
