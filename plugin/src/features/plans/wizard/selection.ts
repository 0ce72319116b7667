import type { ListQuery } from '../../../shared/table/list-query.ts';
import type { ChosenVm, Draft } from './draft.ts';

export interface SelectionSums {
  readonly vms: number;
  readonly running: number;
  readonly diskBytes: number;
  readonly usedBytes: number;
  readonly gone: number;
}

export function selectionSums(vms: Draft['vms']): SelectionSums {
  const present = [...vms.values()].filter(({ presence }) => presence === 'present');
  const sum = (of: (chosen: ChosenVm) => number) => present.reduce((total, chosen) => total + of(chosen), 0);
  return {
    vms: vms.size,
    running: sum(({ vm }) => (vm.power === 'On' ? 1 : 0)),
    diskBytes: sum(({ vm }) => vm.diskBytes),
    usedBytes: sum(({ vm }) => vm.usedBytes),
    gone: vms.size - present.length,
  };
}

const collator = new Intl.Collator('en', { numeric: true });

/** A page of the selected machines, gone ones too: those the server no longer lists. */
export function selectedPage(
  vms: Draft['vms'],
  query: Pick<ListQuery, 'search' | 'page' | 'size'>,
): { readonly matching: number; readonly rows: readonly ChosenVm[] } {
  const search = query.search.trim().toLowerCase();
  const matching = [...vms.values()]
    .filter(({ vm }) => vm.name.toLowerCase().includes(search))
    .sort((left, right) => collator.compare(left.vm.name, right.vm.name));
  const start = (query.page - 1) * query.size;
  return { matching: matching.length, rows: matching.slice(start, start + query.size) };
}

/** Lists of ids as long as the service answers in one page. */
export function inChunks(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}
