import { expect, test } from 'vitest';
import { wantsMore } from './wish.ts';

test.each<[string, object, object, boolean]>([
  ['the same', { type: 'cold' }, { type: 'cold' }, false],
  ['something else', { type: 'cold' }, { type: 'warm' }, true],
  ['putting it away', {}, { archived: true }, false],
  ['taking it out again', { archived: true }, { archived: false }, true],
  ['pausing it', {}, { paused: true }, false],
  ['letting it go on', { paused: true }, {}, true],
  ['pausing it and something else', { type: 'cold' }, { type: 'warm', paused: true }, true],
  ['another priority', { priority: 'low' }, { priority: 'high' }, true],
  ['another start', { startAt: '2026-01-01T00:00:00Z' }, {}, true],
  ['stopping a machine', { cancel: [] }, { cancel: [{ id: 'vm-1' }] }, false],
  ['stopping it no more', { cancel: [{ id: 'vm-1' }] }, { cancel: [] }, true],
])('%s', (_name, before, after, expected) => {
  expect(wantsMore({ oldObject: { spec: before }, object: { spec: after } })).toBe(expected);
});

test('what is created is wanted', () => {
  expect(wantsMore({ object: { spec: { paused: true } } })).toBe(true);
});
