import { describe, expect, it } from 'vitest';
import { donutSegments } from './donut-segments.ts';

const none = { total: 0, succeeded: 0, failed: 0, canceled: 0, running: 0, waiting: 0, ready: 0 };

describe('donutSegments', () => {
  it('counts what no result counts as not started', () => {
    const segments = donutSegments({ ...none, total: 8, succeeded: 2, failed: 1, running: 3, ready: 1 });
    expect(segments.map(({ result, count }) => [result, count])).toEqual([
      ['succeeded', 2],
      ['failed', 1],
      ['canceled', 0],
      ['running', 3],
      ['waiting', 0],
      ['ready', 1],
      ['notStarted', 1],
    ]);
  });

  it.each([
    { ...none, total: 8, succeeded: 2, failed: 1, running: 3 },
    { ...none, total: 3, waiting: 3 },
    // A total that is behind its parts for a moment.
    { ...none, total: 1, succeeded: 2 },
  ])('closes the ring without overlap: %o', (vms) => {
    let end = 0;
    for (const { from, length } of donutSegments(vms)) {
      expect(from).toBeCloseTo(end);
      end = from + length;
    }
    expect(end).toBeCloseTo(1);
  });

  it('has an empty ring for a plan without VMs', () => {
    expect(donutSegments(none).every(({ length }) => length === 0)).toBe(true);
  });
});
