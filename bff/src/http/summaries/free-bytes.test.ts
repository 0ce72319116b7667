import { expect, test } from 'vitest';
import { freeBytesByClass } from './free-bytes.ts';

const capacity = (storageClassName: string, amount?: string) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIStorageCapacity',
  metadata: { name: 'c' },
  storageClassName,
  ...(amount !== undefined && { capacity: amount }),
});

test('the room of a class is that of all its places; one that does not tell leaves it unknown', () => {
  const told = [capacity('a', '1Gi'), capacity('a', '512Mi'), capacity('b', '1Gi'), capacity('b'), capacity('c', 'x')];
  expect(freeBytesByClass(told)).toEqual(new Map([['a', 1.5 * 2 ** 30]]));
});
