import { expect, test } from 'vitest';
import { formatQuantity, normaliseAmounts, parseQuantity } from './quantity.ts';

test.each([
  ['1', 1_000_000_000n],
  ['500m', 500_000_000n],
  ['1Ki', 1_024_000_000_000n],
  ['1.5Gi', 1_610_612_736_000_000_000n],
  ['2e3', 2_000_000_000_000n],
  [3, 3_000_000_000n],
  ['-1', -1_000_000_000n],
])('%s in billionths', (text, expected) => {
  expect(parseQuantity(text)).toBe(expected);
});

test.each(['', 'many', '1 Gi', '1GiB', '.', null])('%s is no amount', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test.each([
  ['1024Mi', 'Ki', '1Gi'],
  ['1000000', 'k', '1M'],
  ['1500m', '1', '1500m'],
  ['0', 'Ki', '0'],
])('%s is written like %s as %s', (text, like, expected) => {
  expect(formatQuantity(parseQuantity(text) ?? 0n, like)).toBe(expected);
});

test('amounts are normalised in place, and refused when they are none', () => {
  const amounts: Record<string, unknown> = { storage: '2048Mi', cpu: '250m' };
  normaliseAmounts(amounts);
  expect(amounts).toEqual({ storage: '2Gi', cpu: '250m' });
  expect(() => normaliseAmounts({ storage: 'big' })).toThrow('quantities must match');
});
