import { useState } from 'react';
import { Alert, Button, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import { listInventoryHosts, type InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import type { Named } from '../../../../shared/address.ts';
import { useAccess } from '../../../../shared/api/use-access.ts';
import { formatBytes, formatNumber } from '../../../../shared/format.ts';
import { useT, type Translate } from '../../../../shared/i18n.ts';
import { quoted } from '../../../../shared/inventory/query/suggestions.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import type { ProviderDetails } from '../../../../shared/providers/provider.ts';
import type { Column } from '../../../../shared/table/data-table.tsx';
import { figure, nameColumn, word } from '../places/place-columns.tsx';
import { PlaceList, vmsColumn } from '../places/place-list.tsx';
import { usePlaceQuery } from '../places/use-place-query.ts';
import { ChooseNetworkDialog } from './choose-network-dialog.tsx';
import { ForgetNetworksDialog } from './forget-networks-dialog.tsx';
import { ReadingCell } from './reading-cell.tsx';
import { useHostSelection, type HostSelection } from './use-host-selection.ts';

function hostColumns(t: Translate, provider: Named): Column<InventoryHostRow>[] {
  return [
    nameColumn(t),
    word('cluster', t('Cluster'), ({ cluster }) => cluster),
    word('product', t('Product'), ({ product }) => product),
    {
      key: 'reading',
      title: t('Migration network'),
      cell: ({ reading }) => <ReadingCell reading={reading} />,
    },
    figure('cpuCores', t('Cores'), ({ cpuCores }) => formatNumber(cpuCores)),
    figure('memoryBytes', t('Memory'), ({ memoryBytes }) => formatBytes(memoryBytes)),
    figure('networks', t('Networks'), ({ networks }) => formatNumber(networks)),
    figure('datastores', t('Datastores'), ({ datastores }) => formatNumber(datastores)),
    vmsColumn(t, provider, ({ name }) => `host = ${quoted(name)}`),
  ];
}

type Act = 'choose' | 'forget';

interface HostActionsProps {
  readonly project: string;
  readonly selection: HostSelection;
  readonly start: (act: Act) => void;
}

function HostActions({ project, selection, start }: HostActionsProps) {
  const t = useT();
  const [create, remove] =
    useAccess([
      { verb: 'create', resource: 'hosts', namespace: project },
      { verb: 'delete', resource: 'hosts', namespace: project },
    ]) ?? [];
  const none = selection.hosts.length === 0 ? t('Select hosts first.') : undefined;
  const denied = t('You need permission to change hosts in project {{project}}.', { project });
  const notChosen = selection.hosts.some(({ reading }) => reading !== undefined)
    ? undefined
    : t('The selected hosts are read through the vCenter.');
  return (
    <ToolbarGroup>
      <ToolbarItem alignSelf="center">
        <strong>{t('{{number}} selected', { number: formatNumber(selection.hosts.length) })}</strong>
      </ToolbarItem>
      {selection.hosts.length > 0 && (
        <ToolbarItem>
          <Button variant="link" isInline onClick={selection.clear}>
            {t('Clear')}
          </Button>
        </ToolbarItem>
      )}
      <ToolbarItem>
        <GuardedButton
          variant="secondary"
          title={t('Select migration network…')}
          obstacle={create === false ? denied : none}
          onClick={() => start('choose')}
        />
      </ToolbarItem>
      <ToolbarItem>
        <GuardedButton
          variant="link"
          title={t('Use the vCenter again…')}
          obstacle={remove === false ? denied : (none ?? notChosen)}
          onClick={() => start('forget')}
        />
      </ToolbarItem>
    </ToolbarGroup>
  );
}

interface ActDialogProps {
  readonly act: Act | undefined;
  readonly provider: Named;
  readonly selection: HostSelection;
  readonly onClose: () => void;
}

function ActDialog({ act, provider, selection, onClose }: ActDialogProps) {
  const done = () => {
    selection.clear();
    onClose();
  };
  const common = { provider, onClose };
  if (act === 'choose') return <ChooseNetworkDialog {...common} hosts={selection.hosts} onChosen={done} />;
  if (act === undefined) return null;
  const chosen = selection.hosts.filter(({ reading }) => reading !== undefined);
  return <ForgetNetworksDialog {...common} hosts={chosen} onForgotten={done} />;
}

/** The hosts of a provider; of a vCenter, each with the address at which its disks are read. */
export function ProviderHosts({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const { list, request } = usePlaceQuery(provider);
  const live = useLive(listInventoryHosts, request);
  const selection = useHostSelection();
  const [act, setAct] = useState<Act>();
  const isVcenter = provider.type === 'vsphere' && provider.sdkEndpoint !== 'esxi';
  const table = { ...list, provider, label: t('Hosts'), live, columns: hostColumns(t, provider) };
  if (!isVcenter)
    return (
      <>
        {provider.sdkEndpoint === 'esxi' && (
          <Alert
            component="h2"
            isInline
            variant="info"
            title={t('This provider is a single host: there is no migration network to choose.')}
          />
        )}
        <PlaceList {...table} />
      </>
    );
  return (
    <>
      <PlaceList {...table} selection={selection}>
        <HostActions project={provider.namespace} selection={selection} start={setAct} />
      </PlaceList>
      <ActDialog act={act} provider={provider} selection={selection} onClose={() => setAct(undefined)} />
    </>
  );
}
