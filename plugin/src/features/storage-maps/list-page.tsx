import { MapListPage } from '../../shared/maps/map-list-page.tsx';
import { storageMapKind } from '../../shared/maps/storage/storage-map-kind.ts';

export function StorageMapListPage() {
  return <MapListPage kind={storageMapKind} />;
}
