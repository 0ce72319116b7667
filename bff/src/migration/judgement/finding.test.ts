import { describe, expect, it } from 'vitest';
import { conditionsFrom, isBlocked } from './finding.ts';

describe('conditionsFrom', () => {
  const now = '2026-01-02T00:00:00Z';
  const ready = { type: 'Ready', message: 'ready' };

  it('keeps since when a condition holds, and drops what no longer does', () => {
    const previous = conditionsFrom('Plan', [ready, { type: 'Executing', message: 'x' }], {
      now: '2026-01-01T00:00:00Z',
    });
    const after = conditionsFrom('Plan', [{ ...ready, message: 'still' }], { previous, now });
    expect(after).toEqual([
      {
        type: 'Ready',
        status: 'True',
        category: 'Required',
        message: 'still',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ]);
  });

  it('has one condition per type, the graver one', () => {
    const warn = { type: 'SourceNetworkNotValid', reason: 'NotFound', message: 'w' };
    const critical = { type: 'SourceNetworkNotValid', reason: 'NotSet', message: 'c' };
    for (const findings of [
      [warn, critical],
      [critical, warn],
    ]) {
      expect(conditionsFrom('NetworkMap', findings, { now })).toMatchObject([{ category: 'Critical', message: 'c' }]);
    }
  });

  it('shows at most 100 items', () => {
    const items = Array.from({ length: 150 }, (_, index) => String(index));
    const [condition] = conditionsFrom('Plan', [{ type: 'VMNotFound', reason: 'NotFound', message: '', items }], {
      now,
    });
    expect(condition?.items?.slice(-1)).toEqual(['and 50 more']);
  });

  it.each([
    ['a type that is not in the table', { type: 'Nothing', message: '' }],
    ['a reason that is not in the table', { type: 'VMNotFound', reason: 'Lost', message: '' }],
    ['a row that is not implemented', { type: 'NetAppShift', message: '' }],
  ])('refuses %s', (_name, finding) => {
    expect(() => conditionsFrom('Plan', [finding], { now })).toThrow(/has no condition/);
  });

  it('says what bars a plan', () => {
    expect(isBlocked('Plan', [ready])).toBe(false);
    expect(isBlocked('Plan', [ready, { type: 'VMNotFound', reason: 'NotFound', message: '' }])).toBe(true);
  });
});
