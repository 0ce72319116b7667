import { expect, test } from 'vitest';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';

const LABELS = { tier: 'web', size: '5', 'gantry.dev/vm': 'vm-1' };

test.each([
  ['', true],
  ['tier=web', true],
  ['tier==data', false],
  ['tier!=data', true],
  ['absent!=x', true],
  ['tier in (data, web)', true],
  ['tier notin (web)', false],
  ['gantry.dev/vm', true],
  ['!tier', false],
  ['size>4,size<6', true],
  ['tier in (web),size=5', true],
])('labels match %s: %s', (selector, expected) => {
  expect(parseLabelSelector(selector)(LABELS)).toBe(expected);
});

test.each(['a b', 'tier=w eb', '=x', 'tier in web'])('%s is no label selector', (selector) => {
  expect(() => parseLabelSelector(selector)).toThrow();
});

test('a field selector is a list of equalities', () => {
  expect(parseFieldSelector('metadata.name=a,status.phase!=Failed')).toEqual([
    { field: 'metadata.name', equals: true, value: 'a' },
    { field: 'status.phase', equals: false, value: 'Failed' },
  ]);
  expect(() => parseFieldSelector('metadata.name')).toThrow();
});
