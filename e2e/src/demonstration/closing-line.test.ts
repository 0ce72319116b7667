import { expect, it } from 'vitest';
import { closingLine, holds } from './closing-line.ts';

const good = { machines: 3, migrated: 3, disks: 5, identical: 5, bytes: 1.1 * 2 ** 30, seconds: 21.4 };

it('has exactly the published form', () => {
  expect(closingLine(good)).toBe('3 of 3 VMs migrated, 5 of 5 disks identical, 1.1 GiB in 21 s');
});

it.each([
  ['everything', good, true],
  ['a disk that differs', { ...good, identical: 4 }, false],
  ['a machine that failed', { ...good, migrated: 2 }, false],
  ['nothing at all', { ...good, machines: 0, migrated: 0, disks: 0, identical: 0 }, false],
])('holds for %s', (_, outcome, expected) => {
  expect(holds(outcome)).toBe(expected);
});
