import { describe, expect, it } from 'vitest';
import { step, vmRowOf } from '../testing/examples.ts';
import { downtimeOf, segmentsOf, spanOf } from './segments.ts';

const start = Date.parse('2026-11-21T02:00:00Z');
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const now = start + 100 * 60_000;
const timed = (name: string, from: number, to?: number) =>
  step(name, to === undefined ? 'Running' : 'Completed', {
    started: at(from),
    ...(to === undefined ? {} : { completed: at(to) }),
  });
const done = vmRowOf({ steps: [timed('Initialize', 0, 10), timed('DiskTransfer', 10, 50)], completed: at(50) });
const going = vmRowOf({ steps: [timed('Initialize', 20, 30), timed('DiskTransfer', 30), step('Cutover', 'Pending')] });

describe('the span of a timeline', () => {
  it('ends with the last machine, or now while one goes on', () => {
    expect(spanOf([done], now)).toEqual({ from: start, to: start + 50 * 60_000 });
    expect(spanOf([done, going], now)).toEqual({ from: start, to: now });
  });

  it('is that of those that have begun, and never empty', () => {
    expect(spanOf([vmRowOf()], now)).toBeUndefined();
    expect(spanOf([vmRowOf({ steps: [timed('Initialize', 0, 0)], completed: at(0) }), vmRowOf()], now)).toEqual({
      from: start,
      to: start + 60_000,
    });
  });
});

describe('the steps of a machine', () => {
  const span = { from: start, to: now };

  it('stand where they were, those that go on until now, others not at all', () => {
    expect(segmentsOf(going, span, now).map(({ step: { name }, from, length }) => [name, from, length])).toEqual([
      ['Initialize', 0.2, expect.closeTo(0.1)],
      ['DiskTransfer', 0.3, 0.7],
    ]);
  });

  it('that never ended end with their machine', () => {
    const failed = vmRowOf({ steps: [timed('DiskTransfer', 10)], completed: at(40) });
    expect(segmentsOf(failed, span, now)).toMatchObject([{ from: 0.1, ended: at(40) }]);
    expect(segmentsOf(failed, span, now)[0]?.length).toBeCloseTo(0.3);
  });

  it('are never drawn outside of the picture', () => {
    const [late] = segmentsOf(going, { from: start, to: start + 25 * 60_000 }, now);
    expect([late?.from, (late?.from ?? 0) + (late?.length ?? 0)]).toEqual([0.8, 1]);
  });

  it('have the downtime below them', () => {
    expect(downtimeOf(vmRowOf({ downtime: { since: at(40), until: at(50) } }), span, now)?.length).toBeCloseTo(0.1);
    expect(downtimeOf(vmRowOf({ downtime: { since: at(90) } }), span, now)?.length).toBeCloseTo(0.1);
    expect(downtimeOf(vmRowOf(), span, now)).toBeUndefined();
  });
});
