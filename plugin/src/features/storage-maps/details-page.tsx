import { getStorageMap } from '@gantry/bff/api/http/maps.ts';
import { useAddress } from '../../shared/address.ts';
import { useLive } from '../../shared/live/use-live.ts';
import { MapPage } from '../../shared/maps/map-page.tsx';
import { StorageMapEdit } from '../../shared/maps/storage/storage-map-edit.tsx';
import { StorageEntries } from '../../shared/maps/storage/storage-entries.tsx';
import { storageMapKind } from '../../shared/maps/storage/storage-map-kind.ts';

export function StorageMapDetailsPage() {
  const { project = '', name = '' } = useAddress();
  const live = useLive(getStorageMap, { params: { project, name }, query: {} });
  return (
    <MapPage
      kind={storageMapKind}
      live={live}
      rows={(map) => <StorageEntries map={map} />}
      edit={(map, leave) => <StorageMapEdit map={map} onLeave={leave} />}
    />
  );
}
