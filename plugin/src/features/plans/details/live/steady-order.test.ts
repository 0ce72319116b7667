import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inFormerOrder, useSteadyRows } from './steady-order.ts';

const keyOf = (row: string) => row;

describe('inFormerOrder', () => {
  it.each([
    ['keeps the places', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c']],
    ['puts new rows behind', ['a', 'b'], ['x', 'b', 'a', 'y'], ['a', 'b', 'x', 'y']],
    ['forgets rows that went', ['a', 'b', 'c'], ['c', 'a'], ['a', 'c']],
  ])('%s', (_, former, rows, expected) => {
    expect(inFormerOrder(former, rows, keyOf)).toEqual(expected);
  });
});

describe('useSteadyRows', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function table(used: { now: boolean }) {
    const inUse = () => used.now;
    return renderHook(({ rows, query }) => useSteadyRows({ rows, keyOf, query, inUse }), {
      initialProps: { rows: ['a', 'b'], query: 'status' },
    });
  }

  it('re-orders after 10 s', () => {
    const { result, rerender } = table({ now: false });
    rerender({ rows: ['b', 'a'], query: 'status' });
    expect(result.current.rows).toEqual(['a', 'b']);
    act(() => {
      vi.advanceTimersByTime(10_000);
    });
    expect(result.current.rows).toEqual(['b', 'a']);
    expect(result.current.update).toBeUndefined();
  });

  it('waits for the user who is in the table, unless asked', () => {
    const { result, rerender } = table({ now: true });
    rerender({ rows: ['b', 'a'], query: 'status' });
    act(() => {
      vi.advanceTimersByTime(60_000);
    });
    expect(result.current.rows).toEqual(['a', 'b']);
    act(() => {
      result.current.update?.();
    });
    expect(result.current.rows).toEqual(['b', 'a']);
  });

  it('shows the answer to another query at once', () => {
    const before = ['a', 'b'];
    const { result, rerender } = table({ now: true });
    rerender({ rows: before, query: '-name' });
    rerender({ rows: ['b', 'a'], query: '-name' });
    expect(result.current.rows).toEqual(['b', 'a']);
    expect(result.current.update).toBeUndefined();
  });
});
