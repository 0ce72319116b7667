import { useState, type ReactNode } from 'react';
import {
  Alert,
  List,
  ListItem,
  PageSection,
  Stack,
  StackItem,
  Tab,
  TabContent,
  Tabs,
  TabTitleText,
} from '@patternfly/react-core';
import { Link, useNavigate } from 'react-router';
import type { NetworkMapDetails, StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { detailsAddress, listAddress, useAddress } from '../address.ts';
import { useAccess } from '../api/use-access.ts';
import { formatNumber } from '../format.ts';
import { useT } from '../i18n.ts';
import type { Live } from '../live/use-live.ts';
import { say } from '../messages/say.ts';
import { ConditionsTable } from '../page/conditions-table.tsx';
import { Facts, RegionCard } from '../page/facts-card.tsx';
import { PageFrame } from '../page/page-frame.tsx';
import { GoneAlert, Loading, ProblemAlert, ProblemState } from '../page/states.tsx';
import { useDialogInAddress } from '../page/use-dialog-in-address.ts';
import { YamlBlock } from '../page/yaml-block.tsx';
import { mapAppearance } from '../states/appearance.ts';
import { StateLabel } from '../states/state-label.tsx';
import { ActionMenu } from '../table/row-menu.tsx';
import { DeleteMapDialog } from './delete-map-dialog.tsx';
import { mapActions } from './map-actions.ts';
import type { MapKind } from './map-kind.ts';

type Details = NetworkMapDetails | StorageMapDetails;

interface MapPageProps<D extends Details> {
  readonly kind: MapKind;
  readonly live: Live<D>;
  readonly rows: (map: D) => ReactNode;
  readonly edit: (map: D, leave: () => void) => ReactNode;
}

const tabsId = 'gantry-map';
const contentId = 'gantry-map-content';

function Users({ map }: { readonly map: Details }) {
  const t = useT();
  const hidden = map.plans - map.usedBy.length;
  if (map.plans === 0) return <p>{t('No plan uses it.')}</p>;
  return (
    <List isPlain>
      {map.usedBy.map((plan) => (
        <ListItem key={`${plan.namespace}/${plan.name}`}>
          <Link to={detailsAddress('Plan', plan)}>{plan.name}</Link> {plan.running && t('(running)')}
        </ListItem>
      ))}
      {hidden > 0 && <ListItem>{t('{{count}} plans that you may not see', { count: hidden })}</ListItem>}
    </List>
  );
}

function Overview({ kind, map, rows }: { readonly kind: MapKind; readonly map: Details; readonly rows: ReactNode }) {
  const t = useT();
  const provider = (ref: Details['source']) => <Link to={detailsAddress('Provider', ref)}>{ref.name}</Link>;
  return (
    <Stack hasGutter>
      <StackItem>
        <RegionCard title={t(kind.words.rows)}>{rows}</RegionCard>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Details')}>
          <Facts
            facts={[
              { term: t('Source'), value: provider(map.source) },
              { term: t('Target'), value: provider(map.target) },
              { term: t('Owner'), value: map.owner ?? t('Shared') },
            ]}
          />
        </RegionCard>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Used by')}>
          <Users map={map} />
        </RegionCard>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Conditions')}>
          <ConditionsTable conditions={map.conditions} />
        </RegionCard>
      </StackItem>
    </Stack>
  );
}

interface LoadedMapProps<D extends Details> extends Omit<MapPageProps<D>, 'live'> {
  readonly map: D;
  readonly problem: Problem | undefined;
}

function Views<D extends Details>({ kind, map, rows }: LoadedMapProps<D>) {
  const t = useT();
  const navigate = useNavigate();
  const active = useAddress().tab === 'yaml' ? 'yaml' : 'details';
  const tabs = { details: t('Details'), yaml: t('YAML') };
  return (
    <>
      <Tabs
        id={tabsId}
        aria-label={t('Parts of the map')}
        activeKey={active}
        onSelect={(_, wanted) =>
          void navigate(detailsAddress(kind.kind, map, wanted === 'details' ? undefined : String(wanted)))
        }
        className="pf-v6-u-mb-md"
      >
        {Object.entries(tabs).map(([name, title]) => (
          <Tab key={name} eventKey={name} tabContentId={contentId} title={<TabTitleText>{title}</TabTitleText>} />
        ))}
      </Tabs>
      <TabContent id={contentId} eventKey={active} activeKey={active} aria-labelledby={`pf-tab-${active}-${tabsId}`}>
        {active === 'yaml' ? <YamlBlock yaml={map.yaml} /> : <Overview kind={kind} map={map} rows={rows(map)} />}
      </TabContent>
    </>
  );
}

/** What is wrong, what to do, and who is affected by a change. */
function Notices({ map, isEdit }: { readonly map: Details; readonly isEdit: boolean }) {
  const t = useT();
  const said = say(t, map.message);
  const running = map.usedBy.filter((plan) => plan.running).map(({ name }) => name);
  return (
    <>
      {!isEdit && (map.state === 'NotReady' || map.state === 'ReadyWithWarnings') && (
        <Alert
          component="h2"
          isInline
          variant={map.state === 'NotReady' ? 'danger' : 'warning'}
          title={said.what}
          className="pf-v6-u-mb-md"
        >
          {said.advice}
        </Alert>
      )}
      {running.length > 0 && (
        <Alert
          component="h2"
          isInline
          variant="info"
          title={t('Plans run with it: {{plans}}. It cannot be changed until they have ended.', {
            plans: running.join(', '),
          })}
          className="pf-v6-u-mb-md"
        />
      )}
      {isEdit && map.plans > 0 && running.length === 0 && (
        <Alert
          component="h2"
          isInline
          variant="info"
          title={t('{{count}} plans use this map; they are checked again.', { count: map.plans })}
          className="pf-v6-u-mb-md"
        />
      )}
    </>
  );
}

function LoadedMap<D extends Details>(props: LoadedMapProps<D>) {
  const { kind, map, problem, edit } = props;
  const t = useT();
  const navigate = useNavigate();
  const { namespace: project, name } = map;
  const [patch, remove] =
    useAccess([
      { verb: 'patch', resource: kind.resource, namespace: project },
      { verb: 'delete', resource: kind.resource, namespace: project },
    ]) ?? [];
  const [deleting, setDeleting] = useState(false);
  const isEdit = useAddress().tab === 'edit';
  const gone = problem?.status === 404;
  const list = listAddress(kind.kind, project);
  const actions = mapActions({
    t,
    kind,
    map,
    running: map.usedBy.filter(({ running }) => running).map((plan) => plan.name),
    rights: { patch, delete: remove },
    go: (address) => void navigate(address),
    askDelete: () => setDeleting(true),
  });
  const mayDelete = actions.some(({ key, obstacle }) => key === 'delete' && obstacle === undefined);
  useDialogInAddress(['delete'], mayDelete ? () => setDeleting(true) : undefined);
  const frame = isEdit
    ? { title: t(kind.words.edit, { name }), parent: { title: name, to: detailsAddress(kind.kind, map) } }
    : {
        title: name,
        parent: { title: t(kind.words.plural), to: list },
        summary: t('{{count}} rows', { count: map.entries, shown: formatNumber(map.entries) }),
        actions: gone ? undefined : <ActionMenu actions={actions} />,
      };
  return (
    <PageFrame {...frame} labels={<StateLabel appearance={mapAppearance[map.state]} />}>
      <PageSection hasBodyWrapper={false}>
        {gone && <GoneAlert title={t(kind.words.gone)} to={list} link={t(kind.words.all)} />}
        {problem !== undefined && !gone && (
          <ProblemAlert problem={problem} title={t('The page could not be updated')} />
        )}
        <Notices map={map} isEdit={isEdit} />
        {isEdit ? edit(map, () => void navigate(detailsAddress(kind.kind, map))) : <Views {...props} />}
      </PageSection>
      {deleting && (
        <DeleteMapDialog
          kind={kind}
          map={map}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(list)}
        />
      )}
    </PageFrame>
  );
}

/** The page of one map: its rows, who uses it, conditions, YAML, and the form to change it. */
export function MapPage<D extends Details>({ live, ...props }: MapPageProps<D>) {
  const t = useT();
  const { project = '', name = '' } = useAddress();
  const { data, problem, reload } = live;
  if (data !== undefined) return <LoadedMap {...props} map={data} problem={problem} />;
  const { kind } = props;
  return (
    <PageFrame title={name} parent={{ title: t(kind.words.plural), to: listAddress(kind.kind, project) }}>
      <PageSection hasBodyWrapper={false}>
        {problem === undefined ? (
          <Loading onRetry={reload} />
        ) : (
          <ProblemState problem={problem} attempt={t(kind.words.view, { name })} onRetry={reload} />
        )}
      </PageSection>
    </PageFrame>
  );
}
