import { Label, List, ListItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import {
  listInventoryDatastores,
  listInventoryHosts,
  listInventoryNetworks,
  type InventoryHostRow,
} from '@gantry/bff/api/http/inventory-places.ts';
import { detailsAddress, type Named } from '../../../../shared/address.ts';
import { formatBytes, formatBytesOf, formatNumber } from '../../../../shared/format.ts';
import { key, useT, type Translate } from '../../../../shared/i18n.ts';
import { quoted } from '../../../../shared/inventory/query/suggestions.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import type { Column } from '../../../../shared/table/data-table.tsx';
import { serverQuery, useListQuery } from '../../../../shared/table/list-query.ts';
import { PlaceList, vmsColumn } from './place-list.tsx';

const noFilters: readonly string[] = [];

function figure<Row>(name: keyof Row & string, title: string, value: (row: Row) => string): Column<Row> {
  return { key: name, title, sort: name, alignment: 'end', cell: value };
}

function word<Row>(name: keyof Row & string, title: string, value: (row: Row) => string): Column<Row> {
  return { key: name, title, sort: name, cell: (row) => value(row) || '–' };
}

function nameColumn<Row extends { readonly name: string; readonly inMaintenance?: boolean }>(
  t: Translate,
): Column<Row> {
  return {
    key: 'name',
    title: t('Name'),
    sort: 'name',
    cell: ({ name, inMaintenance = false }) => (
      <>
        {name}{' '}
        {inMaintenance && (
          <Label status="warning" isCompact>
            {t('In maintenance')}
          </Label>
        )}
      </>
    ),
  };
}

/** Where disks of the host's VMs are read, where that is not the provider. */
function readingColumn(t: Translate): Column<InventoryHostRow> {
  return {
    key: 'reading',
    title: t('Migration network'),
    cell: ({ reading }) =>
      reading === undefined ? (
        '–'
      ) : (
        <>
          {reading.address}{' '}
          {!reading.isReady && (
            <Label status="warning" isCompact>
              {t('Not used')}
            </Label>
          )}
        </>
      ),
  };
}

function hostColumns(t: Translate, provider: Named): Column<InventoryHostRow>[] {
  return [
    nameColumn(t),
    word('cluster', t('Cluster'), ({ cluster }) => cluster),
    word('product', t('Product'), ({ product }) => product),
    readingColumn(t),
    figure('cpuCores', t('Cores'), ({ cpuCores }) => formatNumber(cpuCores)),
    figure('memoryBytes', t('Memory'), ({ memoryBytes }) => formatBytes(memoryBytes)),
    figure('networks', t('Networks'), ({ networks }) => formatNumber(networks)),
    figure('datastores', t('Datastores'), ({ datastores }) => formatNumber(datastores)),
    vmsColumn(t, provider, ({ name }) => `host = ${quoted(name)}`),
  ];
}

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

function useRequest({ namespace, name }: Named) {
  const list = useListQuery(noFilters);
  return { list, request: { params: { project: namespace, name }, query: serverQuery(list.query) } };
}

export function ProviderHosts({ provider }: { readonly provider: Named }) {
  const t = useT();
  const { list, request } = useRequest(provider);
  const live = useLive(listInventoryHosts, request);
  return <PlaceList {...list} provider={provider} label={t('Hosts')} live={live} columns={hostColumns(t, provider)} />;
}

export function ProviderNetworks({ provider }: { readonly provider: Named }) {
  const t = useT();
  const { list, request } = useRequest(provider);
  const live = useLive(listInventoryNetworks, request);
  return (
    <PlaceList {...list} provider={provider} label={t('Networks')} live={live} columns={networkColumns(t, provider)} />
  );
}

export function ProviderDatastores({ provider }: { readonly provider: Named }) {
  const t = useT();
  const { list, request } = useRequest(provider);
  const live = useLive(listInventoryDatastores, request);
  const columns = datastoreColumns(t, provider);
  return <PlaceList {...list} provider={provider} label={t('Datastores')} live={live} columns={columns} />;
}
