import { List, ListItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import { listInventoryDatastores, listInventoryNetworks } from '@gantry/bff/api/http/inventory-places.ts';
import { detailsAddress, type Named } from '../../../../shared/address.ts';
import { formatBytes, formatBytesOf, formatNumber } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { quoted } from '../../../../shared/inventory/query/suggestions.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import type { Column } from '../../../../shared/table/data-table.tsx';
import { figure, nameColumn, word } from './place-columns.tsx';
import { PlaceList, vmsColumn } from './place-list.tsx';
import { usePlaceQuery } from './use-place-query.ts';

const networkTypes: Readonly<Record<string, string>> = {
  Standard: key('Standard network'),
  DvPortGroup: key('Distributed port group'),
  DvSwitch: key('Distributed switch'),
  Uplink: key('Uplinks of a switch'),
  Opaque: key('Opaque network'),
};

type NetworkPlace = AnswerOf<typeof listInventoryNetworks>['rows'][number];
type DatastorePlace = AnswerOf<typeof listInventoryDatastores>['rows'][number];

/** The maps that name a place; each says in turn how many VMs use what it names. */
function mapsColumn<Row extends NetworkPlace | DatastorePlace>(
  t: Translate,
  kind: 'NetworkMap' | 'StorageMap',
): Column<Row> {
  return {
    key: 'maps',
    title: t('Maps'),
    cell: ({ maps }) =>
      maps.length === 0 ? (
        '–'
      ) : (
        <List isPlain>
          {maps.map((map) => (
            <ListItem key={`${map.namespace}/${map.name}`}>
              <Link to={detailsAddress(kind, map)}>{map.name}</Link>
            </ListItem>
          ))}
        </List>
      ),
  };
}

function networkColumns(t: Translate, provider: Named): Column<NetworkPlace>[] {
  return [
    nameColumn(t),
    word('type', t('Type'), ({ type }) => t(networkTypes[type] ?? type)),
    word('vlan', t('VLAN'), ({ vlan }) => vlan),
    figure('hosts', t('Hosts'), ({ hosts }) => formatNumber(hosts)),
    vmsColumn(t, provider, ({ id }) => `networks.id = ${quoted(id)}`),
    mapsColumn(t, 'NetworkMap'),
  ];
}

function datastoreColumns(t: Translate, provider: Named): Column<DatastorePlace>[] {
  return [
    nameColumn(t),
    word('type', t('Type'), ({ type }) => type),
    figure('capacityBytes', t('Capacity'), ({ capacityBytes }) => formatBytes(capacityBytes)),
    figure('freeBytes', t('Free'), ({ freeBytes, capacityBytes }) =>
      t('{{part}} of {{total}}', formatBytesOf(freeBytes, capacityBytes)),
    ),
    figure('hosts', t('Hosts'), ({ hosts }) => formatNumber(hosts)),
    vmsColumn(t, provider, ({ id }) => `disks.datastore.id = ${quoted(id)}`),
    mapsColumn(t, 'StorageMap'),
  ];
}

export function ProviderNetworks({ provider }: { readonly provider: Named }) {
  const t = useT();
  const { list, request } = usePlaceQuery(provider);
  const live = useLive(listInventoryNetworks, request);
  return (
    <PlaceList {...list} provider={provider} label={t('Networks')} live={live} columns={networkColumns(t, provider)} />
  );
}

export function ProviderDatastores({ provider }: { readonly provider: Named }) {
  const t = useT();
  const { list, request } = usePlaceQuery(provider);
  const live = useLive(listInventoryDatastores, request);
  const columns = datastoreColumns(t, provider);
  return <PlaceList {...list} provider={provider} label={t('Datastores')} live={live} columns={columns} />;
}
