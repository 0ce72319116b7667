import { useState } from 'react';
import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import type { RowSelection } from '../../../../shared/table/data-table.tsx';

export interface HostSelection extends RowSelection<InventoryHostRow> {
  /** As they were when they were selected; they know nothing of search, order or pages. */
  readonly hosts: readonly InventoryHostRow[];
  readonly clear: () => void;
}

export function useHostSelection(): HostSelection {
  const [hosts, setHosts] = useState<readonly InventoryHostRow[]>([]);
  return {
    hosts,
    clear: () => setHosts([]),
    isSelected: ({ id }) => hosts.some((host) => host.id === id),
    select: (some, { selected }) =>
      setHosts((before) => {
        const others = before.filter(({ id }) => !some.some((host) => host.id === id));
        return selected ? [...others, ...some] : others;
      }),
  };
}
