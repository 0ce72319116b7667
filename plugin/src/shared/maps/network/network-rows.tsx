import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { OptionSelect } from '../../forms/option-select.tsx';
import { useT } from '../../i18n.ts';
import type { DraftRow } from '../map-draft.ts';
import { fieldIds } from '../map-fields.ts';
import { RemoveRow, RowError, RowReason } from '../row-parts.tsx';
import {
  destinationKey,
  destinationText,
  networkOption,
  type NetworkDestination,
  type NetworkRow,
} from '../targets.ts';
import type { MapFormState } from '../use-map-form.ts';

interface NetworkRowsProps {
  readonly form: MapFormState<NetworkRow>;
}

interface TargetProps extends NetworkRowsProps {
  readonly row: DraftRow<NetworkRow>;
  readonly offered: MapProposals['networkTargets'];
}

/** A target that is not offered any more, such as an attachment of another project, stays chosen. */
function TargetSelect({ form, row, offered }: TargetProps) {
  const t = useT();
  const { key, source, destination } = row;
  const field = fieldIds.row(key);
  const options = offered.map((target) => networkOption(t, target));
  const chosen = destination === undefined ? undefined : destinationKey(destination);
  const isOffered = options.some(({ value }) => value === chosen);
  const kept =
    destination === undefined || chosen === undefined || isOffered
      ? []
      : [{ value: chosen, label: destinationText(t, destination) }];
  const destinationOf = (value: string): NetworkDestination | undefined =>
    offered.find((one) => destinationKey(one.destination) === value)?.destination ?? destination;
  return (
    <>
      <OptionSelect
        id={field}
        label={t('Target for {{source}}', { source: source.name })}
        value={chosen}
        options={[...kept, ...options]}
        state={form.errorOf(field) === undefined ? undefined : 'error'}
        describedBy={`${field}-help`}
        onChange={(value) => form.dispatch({ type: 'chosen', key, destination: destinationOf(value) ?? null })}
      />
      <RowError form={form} row={row} />
    </>
  );
}

/** The rows of a network map, each with its target and why. */
export function NetworkRows({ form }: NetworkRowsProps) {
  const t = useT();
  const offered = form.proposals.data?.networkTargets ?? [];
  return (
    <Table aria-label={t('Network map')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th modifier="nowrap">{t('Source')}</Th>
          <Th modifier="nowrap">{t('VLAN')}</Th>
          <Th modifier="nowrap">{t('Used by')}</Th>
          <Th width={30}>{t('Target')}</Th>
          <Th width={30}>{t('Why')}</Th>
          <Th screenReaderText={t('Actions')} />
        </Tr>
      </Thead>
      <Tbody>
        {form.rows.map((row) => (
          <Tr key={row.key}>
            <Th scope="row" dataLabel={t('Source')}>
              {row.source.name}
            </Th>
            <Td dataLabel={t('VLAN')}>{row.proposed?.vlan ?? '–'}</Td>
            <Td dataLabel={t('Used by')}>
              {row.proposed === undefined ? (
                t('Not in the source')
              ) : (
                <>
                  {t('{{count}} NICs', { count: row.proposed.nics })} ·{' '}
                  {t('{{count}} VMs', { count: row.proposed.vms })}
                </>
              )}
            </Td>
            <Td dataLabel={t('Target')}>
              <TargetSelect form={form} row={row} offered={offered} />
            </Td>
            <Td dataLabel={t('Why')}>
              <RowReason row={row} />
            </Td>
            <Td isActionCell>
              <RemoveRow form={form} row={row} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
