import { expect, test } from 'vitest';
import { runStrategyOf, wishOf } from './run-strategy.ts';

test.each([
  ['Always', undefined, 'run'],
  ['Always', 'Running', 'run'],
  ['Always', 'Failed', 'stop'],
  ['Always', 'Succeeded', 'stop'],
  ['RerunOnFailure', 'Failed', 'stop'],
  ['RerunOnFailure', 'Succeeded', 'leave'],
  ['Once', 'Failed', 'leave'],
  ['Manual', undefined, 'leave'],
  ['Halted', 'Running', 'stop'],
])('%s with an instance that is %s: %s', (strategy, phase, wish) => {
  const metadata = { name: 'vm', uid: 'uid', resourceVersion: '1' };
  const instance = phase === undefined ? undefined : { metadata, spec: {}, status: { phase } };
  expect(wishOf(strategy, instance)).toBe(wish);
});

test.each([
  [{ runStrategy: 'Manual' }, 'Manual'],
  [{ running: true }, 'Always'],
  [{ running: false }, 'Halted'],
])('%o means %s', (spec, strategy) => {
  expect(runStrategyOf({ spec: { ...spec, template: { spec: {} } } })).toBe(strategy);
});
