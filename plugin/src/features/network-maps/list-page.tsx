import { MapListPage } from '../../shared/maps/map-list-page.tsx';
import { networkMapKind } from '../../shared/maps/network/network-map-kind.ts';

export function NetworkMapListPage() {
  return <MapListPage kind={networkMapKind} />;
}
