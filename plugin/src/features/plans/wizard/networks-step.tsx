import { EmptyState, EmptyStateBody, HelperText, HelperTextItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { OptionSelect, type Option } from '../../../shared/forms/option-select.tsx';
import { formatNumber } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { destinationKey, networkOption, type NetworkRow } from '../../../shared/maps/targets.ts';
import { WhyCell } from '../../../shared/maps/why-cell.tsx';
import { fieldIds } from './checks.ts';
import { mappedNetwork, mappedNics } from './mapping.ts';
import { ProposalsState } from './proposals-state.tsx';
import type { WizardState } from './use-wizard.ts';

const noChoice = 'none';

interface RowProps {
  readonly wizard: WizardState;
  readonly row: NetworkRow;
  readonly proposals: MapProposals;
}

function MapRow({ wizard, row, proposals }: RowProps) {
  const t = useT();
  const { id, name } = row.source;
  const { destination, chosenBy } = mappedNetwork(wizard.draft, row);
  const field = fieldIds.network(id);
  const error = wizard.errorOf('networks', field);
  const clear: Option = { value: noChoice, label: t('Clear the target') };
  return (
    <Tr>
      <Th scope="row" dataLabel={t('Source')}>
        {name}
      </Th>
      <Td dataLabel={t('VLAN')}>{row.vlan ?? '–'}</Td>
      <Td dataLabel={t('Used by')}>
        {t('{{count}} NICs', { count: row.nics })} · {t('{{count}} VMs', { count: row.vms })}
      </Td>
      <Td dataLabel={t('Target')}>
        <OptionSelect
          id={field}
          label={t('Target for {{source}}', { source: name })}
          value={destination === undefined ? undefined : destinationKey(destination)}
          options={[
            ...proposals.networkTargets.map((target) => networkOption(t, target)),
            ...(destination === undefined ? [] : [clear]),
          ]}
          state={error === undefined ? undefined : 'error'}
          describedBy={`${field}-help`}
          onChange={(value) => {
            const target = proposals.networkTargets.find((one) => destinationKey(one.destination) === value);
            wizard.dispatch({ type: 'networkChosen', id, destination: target?.destination ?? null });
          }}
        />
        {error !== undefined && (
          <HelperText id={`${field}-help`}>
            <HelperTextItem variant="error">{error}</HelperTextItem>
          </HelperText>
        )}
      </Td>
      <Td dataLabel={t('Why')}>
        <WhyCell row={row} chosenBy={chosenBy} />
      </Td>
    </Tr>
  );
}

export function NetworksStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const summary = ({ networks }: MapProposals) => {
    const { mapped, total } = mappedNics(wizard.draft, networks);
    return t('{{mapped}} of {{total}} NICs mapped', { mapped: formatNumber(mapped), total: formatNumber(total) });
  };
  return (
    <ProposalsState wizard={wizard} id={fieldIds.networks} summary={summary}>
      {(proposals) =>
        proposals.networks.length === 0 ? (
          <EmptyState titleText={t('No network is used')} headingLevel="h3">
            <EmptyStateBody>{t('The selected VMs have no NICs that are connected to a network.')}</EmptyStateBody>
          </EmptyState>
        ) : (
          <Table aria-label={t('Network map')} variant="compact" gridBreakPoint="grid-md">
            <Thead>
              <Tr>
                <Th modifier="nowrap">{t('Source')}</Th>
                <Th modifier="nowrap">{t('VLAN')}</Th>
                <Th modifier="nowrap">{t('Used by')}</Th>
                <Th width={30}>{t('Target')}</Th>
                <Th width={30}>{t('Why')}</Th>
              </Tr>
            </Thead>
            <Tbody>
              {proposals.networks.map((row) => (
                <MapRow key={row.source.id} wizard={wizard} row={row} proposals={proposals} />
              ))}
            </Tbody>
          </Table>
        )
      }
    </ProposalsState>
  );
}
