import { expect, test } from 'vitest';
import { formatBytes, formatQuantity, parseBytes, parseQuantity } from './quantity.ts';

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

test.each([
  ['10Gi', 10 * 2 ** 30],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1k', 1000],
  ['100m', 1],
])('%s in bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(['', 'big', '-1', undefined])('%s is no size', (text) => {
  expect(() => parseBytes(text)).toThrow('is not a size');
});

test.each([
  [3 * 2 ** 30, '3Gi'],
  [1536 * 2 ** 20, '1536Mi'],
  [1000, '1000'],
  [0, '0'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
