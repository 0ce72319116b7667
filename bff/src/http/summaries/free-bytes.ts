import type { CsiStorageCapacity } from '../../api/kinds/core.ts';
import { quantity } from '../../migration/preflight/quantity.ts';

/** Of each class in all its places together; classes are left out of which a place does not tell. */
export function freeBytesByClass(capacities: readonly CsiStorageCapacity[]): Map<string, number> {
  const free = new Map<string, number>();
  for (const { storageClassName, capacity } of capacities)
    free.set(storageClassName, (free.get(storageClassName) ?? 0) + quantity(capacity ?? ''));
  return new Map([...free].filter(([, bytes]) => Number.isFinite(bytes)));
}
