import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { useT } from '../../i18n.ts';
import { EntryStatus, UsingVms } from '../row-parts.tsx';

/** The entries of a storage map as they stand. */
export function StorageEntries({ map }: { readonly map: StorageMapDetails }) {
  const t = useT();
  if (map.rows.length === 0) return <p>{t('The map has no rows.')}</p>;
  return (
    <Table aria-label={t('Storage map')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('Source')}</Th>
          <Th>{t('VMs')}</Th>
          <Th>{t('Target')}</Th>
          <Th>{t('Volume mode')}</Th>
          <Th>{t('Access mode')}</Th>
          <Th>{t('Status')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {map.rows.map((entry) => (
          <Tr key={`${entry.source.id} ${entry.source.name}`}>
            <Th scope="row" dataLabel={t('Source')}>
              {entry.source.name}
            </Th>
            <Td dataLabel={t('VMs')}>
              <UsingVms provider={map.source} entry={entry} query="disks.datastore.id" />
            </Td>
            <Td dataLabel={t('Target')}>{entry.destination.storageClass || '–'}</Td>
            <Td dataLabel={t('Volume mode')}>{entry.destination.volumeMode ?? t('Automatic')}</Td>
            <Td dataLabel={t('Access mode')}>{entry.destination.accessMode ?? t('Automatic')}</Td>
            <Td dataLabel={t('Status')}>
              <EntryStatus entry={entry} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
