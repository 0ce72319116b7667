import { useState } from 'react';
import { Stack, StackItem } from '@patternfly/react-core';
import { getNetworkMap, getStorageMap } from '@gantry/bff/api/http/maps.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Named } from '../../../../shared/address.ts';
import { useT } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { NetworkEntries } from '../../../../shared/maps/network/network-entries.tsx';
import { NetworkMapEdit } from '../../../../shared/maps/network/network-map-edit.tsx';
import { networkMapKind } from '../../../../shared/maps/network/network-map-kind.ts';
import { StorageEntries } from '../../../../shared/maps/storage/storage-entries.tsx';
import { StorageMapEdit } from '../../../../shared/maps/storage/storage-map-edit.tsx';
import { storageMapKind } from '../../../../shared/maps/storage/storage-map-kind.ts';
import { RegionCard } from '../../../../shared/page/facts-card.tsx';
import { MapSection, type MapSectionProps } from './map-section.tsx';

type SectionProps = Pick<MapSectionProps<never>, 'map' | 'title' | 'mode' | 'setMode'>;

const paramsOf = ({ namespace: project, name }: Named) => ({ params: { project, name }, query: {} });

function NetworkSection(props: SectionProps) {
  const live = useLive(getNetworkMap, paramsOf(props.map));
  return (
    <MapSection
      {...props}
      kind={networkMapKind}
      live={live}
      rows={(map) => <NetworkEntries map={map} />}
      edit={(map, leave) => <NetworkMapEdit map={map} onLeave={leave} />}
    />
  );
}

function StorageSection(props: SectionProps) {
  const live = useLive(getStorageMap, paramsOf(props.map));
  return (
    <MapSection
      {...props}
      kind={storageMapKind}
      live={live}
      rows={(map) => <StorageEntries map={map} />}
      edit={(map, leave) => <StorageMapEdit map={map} onLeave={leave} />}
    />
  );
}

/** Where networks and datastores of the plan go; one of both is changed at a time. */
export function PlanMappings({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const [edited, setEdited] = useState<'network' | 'storage'>();
  const maps = [
    { role: 'network', title: t('Network map'), map: plan.networkMap, Section: NetworkSection },
    { role: 'storage', title: t('Storage map'), map: plan.storageMap, Section: StorageSection },
  ] as const;
  return (
    <Stack hasGutter>
      {maps
        .filter(({ role }) => edited === undefined || edited === role)
        .map(({ role, title, map, Section }) => (
          <StackItem key={role}>
            {map === undefined ? (
              <RegionCard title={title}>{t('The plan names no map.')}</RegionCard>
            ) : (
              <Section
                map={map}
                title={title}
                mode={edited === role ? 'edited' : 'shown'}
                setMode={(mode) => setEdited(mode === 'edited' ? role : undefined)}
              />
            )}
          </StackItem>
        ))}
    </Stack>
  );
}
