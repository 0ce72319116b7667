import { expect, test } from 'vitest';
import { normaliseAmounts } from './amounts.ts';

test('amounts are normalised in place, and refused when they are none', () => {
  const amounts: Record<string, unknown> = { storage: '2048Mi', cpu: '250m' };
  normaliseAmounts(amounts);
  expect(amounts).toEqual({ storage: '2Gi', cpu: '250m' });
  expect(() => normaliseAmounts({ storage: 'big' })).toThrow('quantities must match');
});
