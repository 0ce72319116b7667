import { useState } from 'react';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import type { RowSelection } from '../../../../shared/table/data-table.tsx';

export interface VmSelection extends RowSelection<InventoryVm> {
  /** By id; it knows nothing of search, order or pages. */
  readonly vms: ReadonlyMap<string, InventoryVm>;
  readonly add: (vms: readonly InventoryVm[]) => void;
  readonly clear: () => void;
}

export function useVmSelection(): VmSelection {
  const [vms, setVms] = useState<ReadonlyMap<string, InventoryVm>>(new Map());
  const add = (some: readonly InventoryVm[]) =>
    setVms((before) => new Map([...before, ...some.map((vm) => [vm.id, vm] as const)]));
  return {
    vms,
    add,
    clear: () => setVms(new Map()),
    isSelected: ({ id }) => vms.has(id),
    select: (some, { selected }) => {
      const ids = new Set(some.map(({ id }) => id));
      if (selected) add(some);
      else setVms((before) => new Map([...before].filter(([id]) => !ids.has(id))));
    },
  };
}
