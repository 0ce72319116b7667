import { EmptyState, EmptyStateBody, HelperText, HelperTextItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { OptionSelect, type Option } from '../../../shared/forms/option-select.tsx';
import { formatBytes, formatNumber } from '../../../shared/format.ts';
import { useT } from '../../../shared/i18n.ts';
import { classOption, type StorageDestination, type StorageRow } from '../../../shared/maps/targets.ts';
import { WhyCell } from '../../../shared/maps/why-cell.tsx';
import { fieldIds } from './checks.ts';
import { mappedStorage, needsModes, storageTarget } from './mapping.ts';
import { ProposalsState } from './proposals-state.tsx';
import type { WizardState } from './use-wizard.ts';

const volumeModes = ['Block', 'Filesystem'] as const;
const accessModes = ['ReadWriteMany', 'ReadWriteOnce', 'ReadOnlyMany'] as const;
const clearedClass = '';

interface CellProps {
  readonly wizard: WizardState;
  readonly row: StorageRow;
  readonly proposals: MapProposals;
}

function ErrorText({ wizard, field }: { readonly wizard: WizardState; readonly field: string }) {
  const error = wizard.errorOf('storages', field);
  return error === undefined ? null : (
    <HelperText id={`${field}-help`}>
      <HelperTextItem variant="error">{error}</HelperTextItem>
    </HelperText>
  );
}

function ClassCell({ wizard, row, proposals }: CellProps) {
  const t = useT();
  const { id, name } = row.source;
  const field = fieldIds.storage(id);
  const { destination } = mappedStorage(wizard.draft, row);
  const clear: Option = { value: clearedClass, label: t('Clear the target') };
  return (
    <>
      <OptionSelect
        id={field}
        label={t('Target for {{source}}', { source: name })}
        value={destination?.storageClass}
        options={[
          ...proposals.storageTargets.map((target) => classOption(t, target)),
          ...(destination === undefined ? [] : [clear]),
        ]}
        state={wizard.errorOf('storages', field) === undefined ? undefined : 'error'}
        describedBy={`${field}-help`}
        onChange={(storageClass) => {
          const chosen: StorageDestination | null = storageClass === clearedClass ? null : { storageClass };
          wizard.dispatch({ type: 'storageChosen', id, destination: chosen });
        }}
      />
      <ErrorText wizard={wizard} field={field} />
    </>
  );
}

interface ModeSelectProps<Mode extends string> {
  readonly wizard: WizardState;
  readonly field: string;
  readonly label: string;
  readonly placeholder: string;
  readonly modes: readonly Mode[];
  readonly value: Mode | undefined;
  readonly onChange: (mode: Mode) => void;
}

function ModeSelect<Mode extends string>(props: ModeSelectProps<Mode>) {
  const { wizard, field, label, placeholder, modes, value, onChange } = props;
  return (
    <>
      <OptionSelect
        id={field}
        label={label}
        placeholder={placeholder}
        value={value}
        options={modes.map((mode) => ({ value: mode, label: mode }))}
        state={wizard.errorOf('storages', field) === undefined ? undefined : 'error'}
        describedBy={`${field}-help`}
        onChange={(picked) => {
          const mode = modes.find((one) => one === picked);
          if (mode !== undefined) onChange(mode);
        }}
      />
      <ErrorText wizard={wizard} field={field} />
    </>
  );
}

/** What the class's profile claims, or the user's choice where it claims nothing. */
function ModesCell({ wizard, row, proposals }: CellProps) {
  const t = useT();
  const { id, name } = row.source;
  const { destination } = mappedStorage(wizard.draft, row);
  const target = storageTarget(proposals, destination);
  if (destination === undefined || target === undefined) return <>–</>;
  const [claim] = target.claims;
  if (!needsModes(target)) return <>{[claim?.volumeMode, claim?.accessModes[0]].filter(Boolean).join(' · ')}</>;
  const choose = (modes: Partial<StorageDestination>) => {
    wizard.dispatch({ type: 'storageChosen', id, destination: { ...destination, ...modes } });
  };
  return (
    <>
      <ModeSelect
        wizard={wizard}
        field={fieldIds.volumeMode(id)}
        label={t('Volume mode for {{source}}', { source: name })}
        placeholder={t('Volume mode…')}
        modes={volumeModes}
        value={destination.volumeMode}
        onChange={(volumeMode) => {
          choose({ volumeMode });
        }}
      />
      <ModeSelect
        wizard={wizard}
        field={fieldIds.accessMode(id)}
        label={t('Access mode for {{source}}', { source: name })}
        placeholder={t('Access mode…')}
        modes={accessModes}
        value={destination.accessMode}
        onChange={(accessMode) => {
          choose({ accessMode });
        }}
      />
    </>
  );
}

function MapRow(props: CellProps) {
  const t = useT();
  const { wizard, row } = props;
  return (
    <Tr>
      <Th scope="row" dataLabel={t('Source')}>
        {row.source.name}
      </Th>
      <Td dataLabel={t('Used by')}>
        {t('{{count}} disks', { count: row.disks })} · {formatBytes(row.bytes)}
      </Td>
      <Td dataLabel={t('Target')}>
        <ClassCell {...props} />
      </Td>
      <Td dataLabel={t('Modes')}>
        <ModesCell {...props} />
      </Td>
      <Td dataLabel={t('Why')}>
        <WhyCell row={row} chosenBy={mappedStorage(wizard.draft, row).chosenBy} />
      </Td>
    </Tr>
  );
}

export function StoragesStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  const summary = ({ storages }: MapProposals) => {
    const mapped = storages.filter((row) => mappedStorage(wizard.draft, row).destination !== undefined);
    const disks = (rows: readonly StorageRow[]) => formatNumber(rows.reduce((sum, row) => sum + row.disks, 0));
    return t('{{mapped}} of {{total}} disks mapped', { mapped: disks(mapped), total: disks(storages) });
  };
  return (
    <ProposalsState wizard={wizard} id={fieldIds.storages} summary={summary}>
      {(proposals) =>
        proposals.storages.length === 0 ? (
          <EmptyState titleText={t('No datastore is used')} headingLevel="h3">
            <EmptyStateBody>{t('The selected VMs have no disks.')}</EmptyStateBody>
          </EmptyState>
        ) : (
          <Table aria-label={t('Storage map')} variant="compact" gridBreakPoint="grid-md">
            <Thead>
              <Tr>
                <Th modifier="nowrap">{t('Source')}</Th>
                <Th modifier="nowrap">{t('Used by')}</Th>
                <Th width={25}>{t('Target')}</Th>
                <Th width={25}>{t('Modes')}</Th>
                <Th width={20}>{t('Why')}</Th>
              </Tr>
            </Thead>
            <Tbody>
              {proposals.storages.map((row) => (
                <MapRow key={row.source.id} wizard={wizard} row={row} proposals={proposals} />
              ))}
            </Tbody>
          </Table>
        )
      }
    </ProposalsState>
  );
}
