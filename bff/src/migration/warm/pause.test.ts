import { expect, test } from 'vitest';
import { decidePause, type PauseDecision, type PauseFacts } from './pause.ts';

const minute = 60_000;
/** The last copy took ten minutes, from 0:00 to 0:10; the next is due at 1:10. */
const facts = { last: { start: 0, end: 10 * minute }, intervalMs: 60 * minute } as const;

test.each<[string, Pick<PauseFacts, 'now' | 'cutoverAt'>, PauseDecision]>([
  [
    'without a cutover the interval is waited for',
    { now: 11, cutoverAt: undefined },
    { kind: 'wait', for: 'copy', until: 70 },
  ],
  ['without a cutover copies go on for ever', { now: 70, cutoverAt: undefined }, { kind: 'copy' }],
  ['a cutover whose time has come', { now: 300, cutoverAt: 300 }, { kind: 'cutover' }],
  ['a cutover in the past', { now: 11, cutoverAt: 5 }, { kind: 'cutover' }],
  ['a cutover far away changes nothing', { now: 11, cutoverAt: 300 }, { kind: 'wait', for: 'copy', until: 70 }],
  [
    'the top-up takes the place of a copy that would run into it',
    { now: 11, cutoverAt: 95 },
    { kind: 'wait', for: 'copy', until: 75 },
  ],
  ['no regular copy runs into the top-up', { now: 71, cutoverAt: 95 }, { kind: 'wait', for: 'copy', until: 75 }],
  ['the top-up begins twice the last copy before the cutover', { now: 75, cutoverAt: 95 }, { kind: 'copy' }],
  ['a cutover set shortly before is topped up where that ends in time', { now: 20, cutoverAt: 31 }, { kind: 'copy' }],
  ['and is waited for where it does not', { now: 22, cutoverAt: 31 }, { kind: 'wait', for: 'cutover', until: 31 }],
])('%s', (_name, { now, cutoverAt }, expected) => {
  const times = { now: now * minute, cutoverAt: cutoverAt === undefined ? undefined : cutoverAt * minute };
  const inMs = expected.kind === 'wait' ? { ...expected, until: expected.until * minute } : expected;
  expect(decidePause({ ...facts, ...times })).toEqual(inMs);
});

test('after the top-up the cutover is waited for, however long the interval is over', () => {
  const last = { start: 75 * minute, end: 85 * minute };
  const decision = decidePause({ last, intervalMs: 1, now: 90 * minute, cutoverAt: 95 * minute });
  expect(decision).toEqual({ kind: 'wait', for: 'cutover', until: 95 * minute });
});

test('a quick copy is topped up five minutes before', () => {
  const last = { start: 0, end: 1_000 };
  const decision = decidePause({ last, intervalMs: 60 * minute, now: 2_000, cutoverAt: 30 * minute });
  expect(decision).toEqual({ kind: 'wait', for: 'copy', until: 25 * minute });
});
