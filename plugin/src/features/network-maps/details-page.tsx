import { getNetworkMap } from '@gantry/bff/api/http/maps.ts';
import { useAddress } from '../../shared/address.ts';
import { useLive } from '../../shared/live/use-live.ts';
import { MapPage } from '../../shared/maps/map-page.tsx';
import { NetworkMapEdit } from '../../shared/maps/network/network-map-edit.tsx';
import { NetworkEntries } from '../../shared/maps/network/network-entries.tsx';
import { networkMapKind } from '../../shared/maps/network/network-map-kind.ts';

export function NetworkMapDetailsPage() {
  const { project = '', name = '' } = useAddress();
  const live = useLive(getNetworkMap, { params: { project, name }, query: {} });
  return (
    <MapPage
      kind={networkMapKind}
      live={live}
      rows={(map) => <NetworkEntries map={map} />}
      edit={(map, leave) => <NetworkMapEdit map={map} onLeave={leave} />}
    />
  );
}
