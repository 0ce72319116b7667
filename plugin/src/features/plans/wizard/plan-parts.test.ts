import { expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { partNames, planParts } from './plan-parts.ts';
import { inventoryVm } from './testing/samples.ts';

/** Machines named by number, of the sizes given. */
const chosen = (...sizes: number[]): Draft['vms'] =>
  new Map(
    sizes.map((progressBytes, index) => [
      `vm-${index}`,
      { vm: inventoryVm(`vm-${index}`, { name: `vm-${index}`, progressBytes }), presence: 'present' },
    ]),
  );

test.each([
  ['nothing', [], [0]],
  ['what fits exactly', [40, 60], [2]],
  ['one byte too much', [40, 61], [1, 1]],
  ['many of one size', [50, 50, 50, 50, 50], [2, 2, 1]],
  ['a machine that is too large for any plan', [10, 200, 10], [1, 1, 1]],
])('%s', (_, sizes, expected) => {
  expect(planParts(chosen(...sizes), 100).map(({ length }) => length)).toEqual(expected);
});

test('every machine is in one part, by the order of names', () => {
  const sizes = Array.from({ length: 12 }, () => 30);
  const names = planParts(chosen(...sizes), 100).flatMap((part) => part.map(({ vm }) => vm.name));
  expect(names).toEqual(sizes.map((_, index) => `vm-${index}`));
});

test('several plans are numbered, one is not', () => {
  expect([partNames('wave', 1), partNames('wave', 3)]).toEqual([['wave'], ['wave-1', 'wave-2', 'wave-3']]);
});
