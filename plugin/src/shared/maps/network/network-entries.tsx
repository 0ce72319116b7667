import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { NetworkMapDetails } from '@gantry/bff/api/http/maps.ts';
import { useT } from '../../i18n.ts';
import { EntryStatus, UsingVms } from '../row-parts.tsx';
import { destinationText } from '../targets.ts';

/** The entries of a network map as they stand. */
export function NetworkEntries({ map }: { readonly map: NetworkMapDetails }) {
  const t = useT();
  if (map.rows.length === 0) return <p>{t('The map has no rows.')}</p>;
  return (
    <Table aria-label={t('Network map')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('Source')}</Th>
          <Th>{t('VLAN')}</Th>
          <Th>{t('VMs')}</Th>
          <Th>{t('Target')}</Th>
          <Th>{t('Status')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {map.rows.map((entry) => (
          <Tr key={`${entry.source.id} ${entry.source.name}`}>
            <Th scope="row" dataLabel={t('Source')}>
              {entry.source.name}
            </Th>
            <Td dataLabel={t('VLAN')}>{entry.vlan ?? '–'}</Td>
            <Td dataLabel={t('VMs')}>
              <UsingVms provider={map.source} entry={entry} query="networks.id" />
            </Td>
            <Td dataLabel={t('Target')}>{destinationText(t, entry.destination)}</Td>
            <Td dataLabel={t('Status')}>
              <EntryStatus entry={entry} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
