import { expect, test } from 'vitest';
import type { ChosenVm } from './draft.ts';
import { inChunks, selectedPage, selectionSums } from './selection.ts';
import { inventoryVm } from './testing/samples.ts';

const chosen = (...vms: readonly ChosenVm[]) => new Map(vms.map((one) => [one.vm.id, one]));
const present = (id: string, name: string): ChosenVm => ({ vm: inventoryVm(id, { name }), presence: 'present' });

test('sums count what is there; a vanished machine stays in the number of the selected', () => {
  const vms = chosen(
    { vm: inventoryVm('vm-1', { diskBytes: 10, usedBytes: 4 }), presence: 'present' },
    { vm: inventoryVm('vm-2', { diskBytes: 20, usedBytes: 5, power: 'Off' }), presence: 'present' },
    { vm: inventoryVm('vm-3', { diskBytes: 40, usedBytes: 8 }), presence: 'gone' },
  );
  expect(selectionSums(vms)).toEqual({ vms: 3, running: 1, diskBytes: 30, usedBytes: 9, gone: 1 });
});

test('the selected stand in the order of their names, searched without case and cut into pages', () => {
  const vms = chosen(present('1', 'web-10'), present('2', 'Web-9'), present('3', 'db-1'), present('4', 'web-1'));
  const names = (search: string, page: number) =>
    selectedPage(vms, { search, page, size: 2 }).rows.map(({ vm }) => vm.name);
  expect(names('', 1)).toEqual(['db-1', 'web-1']);
  expect(names('WEB', 2)).toEqual(['web-10']);
  expect(selectedPage(vms, { search: 'WEB', page: 1, size: 2 }).matching).toBe(3);
});

test.each([
  { count: 0, chunks: [] },
  { count: 2, chunks: [2] },
  { count: 5, chunks: [2, 2, 1] },
])('$count ids are read in chunks of $chunks', ({ count, chunks }) => {
  const ids = Array.from({ length: count }, (_, index) => `vm-${index}`);
  const parts = inChunks(ids, 2);
  expect(parts.map(({ length }) => length)).toEqual(chunks);
  expect(parts.flat()).toEqual(ids);
});
