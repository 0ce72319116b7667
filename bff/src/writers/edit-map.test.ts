import { expect, test } from 'vitest';
import type { StoragePair } from '../api/generated/storage-map.ts';
import { mergedEntries } from './edit-map.ts';

const choice = (id: string, name: string, storageClass: string) => ({
  source: { id, name },
  destination: { storageClass },
});
const offloadPlugin = { csiVolumeImport: { secretRef: 'array', storageVendorProduct: 'ontap' as const } };
const byId: StoragePair = { source: { id: 'ds-1' }, destination: { storageClass: 'a' }, offloadPlugin };
const byName: StoragePair = { source: { name: 'vmfs-02', type: 'x' }, destination: { storageClass: 'a' } };

test.each<[string, readonly StoragePair[], ReturnType<typeof choice>, StoragePair]>([
  [
    'known by its id keeps what else it says',
    [byName, byId],
    choice('ds-1', 'vmfs-01', 'b'),
    { ...byId, destination: { storageClass: 'b' } },
  ],
  [
    'known by its name keeps it',
    [byId, byName],
    choice('ds-2', 'vmfs-02', 'b'),
    { ...byName, destination: { storageClass: 'b' } },
  ],
  ['of another id of the same name is another one', [byId], choice('ds-9', 'ds-1', 'b'), choice('ds-9', 'ds-1', 'b')],
])('an entry %s', (_case, present, chosen, expected) => {
  expect(mergedEntries(present, [chosen])).toEqual([expected]);
});

test('what is not chosen any more goes, and the order is that of the choices', () => {
  const chosen = [choice('ds-3', 'vmfs-03', 'c'), choice('ds-1', '', 'b')];
  expect(mergedEntries([byId, byName], chosen).map(({ source }) => source)).toEqual([
    { id: 'ds-3', name: 'vmfs-03' },
    { id: 'ds-1' },
  ]);
});

test('a map with several entries for one source is not changed here: each may say something else', () => {
  expect(() => mergedEntries([byId, byName, byId], [choice('ds-1', '', 'b')])).toThrow(
    expect.objectContaining({ code: 'map-repeats' }),
  );
});
