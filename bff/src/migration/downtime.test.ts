import { describe, expect, test } from 'vitest';
import { done, wait, type Outcome } from '../pipeline/outcome.ts';
import { downtimeAfter, downtimeText } from './downtime.ts';

const off = { since: '2026-01-01T00:00:00Z' };
const at = '2026-01-01T00:04:10Z';
const over = (outputs: object = {}) => done(outputs);

describe('downtime', () => {
  test.each<[string, typeof off | undefined, string, Outcome, string, object | undefined]>([
    ['begins when a machine that ran is off', undefined, 'WaitForPowerOff', over(), 'On', { since: at }],
    ['does not begin before', undefined, 'WaitForPowerOff', wait({ on: 'source', reason: '' }), 'On', undefined],
    ['does not begin where the machine was off anyway', undefined, 'WaitForPowerOff', over(), 'Off', undefined],
    ['ends when the target may run', off, 'StartVM', over(), 'On', { ...off, until: at, ended: 'Target' }],
    [
      'ends when the source is on again',
      off,
      'RestorePower',
      over({ power: 'On' }),
      'On',
      { ...off, until: at, ended: 'Source' },
    ],
    ['lasts where the source is gone', off, 'RestorePower', over({ power: 'Gone' }), 'On', off],
    ['lasts through everything else', off, 'CreateVM', over(), 'On', off],
  ])('%s', (_name, before, step, outcome, power, expected) => {
    const outputs = { StorePowerState: { power } };
    expect(downtimeAfter(before, { step, outcome, at, outputs, targetPowerState: 'auto' })).toEqual(expected);
  });

  test('lasts where the target stays off', () => {
    const outputs = { StorePowerState: { power: 'On' } };
    const call = { step: 'StartVM', outcome: over(), at, outputs, targetPowerState: 'off' as const };
    expect(downtimeAfter(off, call)).toEqual(off);
  });

  test.each([
    ['lasts', off, undefined],
    ['is short', { ...off, until: '2026-01-01T00:00:07Z' }, '7 s'],
    ['is long', { ...off, until: at }, '4 min 10 s'],
  ])('in words, where it %s', (_name, downtime, expected) => {
    expect(downtimeText(downtime)).toBe(expected);
  });
});
