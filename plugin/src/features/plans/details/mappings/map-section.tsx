import type { ReactNode } from 'react';
import { Alert, Flex, FlexItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { NetworkMapDetails, StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { detailsAddress, type Named } from '../../../../shared/address.ts';
import { useAccess } from '../../../../shared/api/use-access.ts';
import { useT } from '../../../../shared/i18n.ts';
import type { Live } from '../../../../shared/live/use-live.ts';
import { editObstacle } from '../../../../shared/maps/map-actions.ts';
import type { MapKind } from '../../../../shared/maps/map-kind.ts';
import { RegionCard } from '../../../../shared/page/facts-card.tsx';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { mapAppearance } from '../../../../shared/states/appearance.ts';
import { StatusCell } from '../../../../shared/states/status-cell.tsx';

type Details = NetworkMapDetails | StorageMapDetails;

export interface MapSectionProps<D extends Details> {
  readonly kind: MapKind;
  readonly title: string;
  /** The map that the plan names. */
  readonly map: Named;
  readonly live: Live<D>;
  readonly rows: (map: D) => ReactNode;
  readonly edit: (map: D, leave: () => void) => ReactNode;
  readonly mode: 'shown' | 'edited';
  readonly setMode: (mode: 'shown' | 'edited') => void;
}

/** Whose it is, how it stands, and what leads to changing it. */
function MapHead({ kind, map, edit }: { readonly kind: MapKind; readonly map: Details; readonly edit: () => void }) {
  const t = useT();
  const [patch] = useAccess([{ verb: 'patch', resource: kind.resource, namespace: map.namespace }]) ?? [];
  const running = map.usedBy.filter((plan) => plan.running).map(({ name }) => name);
  return (
    <Flex
      justifyContent={{ default: 'justifyContentSpaceBetween' }}
      alignItems={{ default: 'alignItemsCenter' }}
      className="pf-v6-u-mb-md"
    >
      <FlexItem>
        <Link to={detailsAddress(kind.kind, map)}>{map.name}</Link>
        {' · '}
        {map.owner === undefined
          ? t('Shared, used by {{count}} plans', { count: map.plans })
          : t('Belongs to plan {{plan}}', { plan: map.owner })}
        <StatusCell appearance={mapAppearance[map.state]} message={map.message} />
      </FlexItem>
      <FlexItem>
        <GuardedButton
          variant="secondary"
          title={t(kind.words.change)}
          obstacle={editObstacle(t, { kind, map, running, mayPatch: patch })}
          onClick={edit}
        />
      </FlexItem>
    </Flex>
  );
}

/** One map of the plan, changed where it stands. */
export function MapSection<D extends Details>(props: MapSectionProps<D>) {
  const t = useT();
  const { kind, title, map, live, rows, edit, mode, setMode } = props;
  const { data, problem, reload } = live;
  const attempt = t(kind.words.view, { name: map.name });
  return (
    <RegionCard title={title}>
      <div tabIndex={-1}>
        {data === undefined && problem === undefined && <Loading onRetry={reload} />}
        {data === undefined && problem !== undefined && (
          <ProblemState problem={problem} attempt={attempt} onRetry={reload} />
        )}
        {data !== undefined && problem !== undefined && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        {data !== undefined && mode === 'shown' && (
          <>
            <MapHead kind={kind} map={data} edit={() => setMode('edited')} />
            {rows(data)}
          </>
        )}
        {data !== undefined && mode === 'edited' && (
          <>
            {data.plans > 1 && (
              <Alert
                component="h3"
                isInline
                variant="info"
                title={t('{{count}} plans use this map; they are checked again.', { count: data.plans })}
                className="pf-v6-u-mb-md"
              />
            )}
            {edit(data, () => setMode('shown'))}
          </>
        )}
      </div>
    </RegionCard>
  );
}
