import { HelperText, HelperTextItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { MapProposals } from '@gantry/bff/api/http/plan-wizard.ts';
import { OptionSelect } from '../../forms/option-select.tsx';
import { formatBytes } from '../../format.ts';
import { useT } from '../../i18n.ts';
import type { DraftRow } from '../map-draft.ts';
import { fieldIds } from '../map-fields.ts';
import { RemoveRow, RowError, RowReason } from '../row-parts.tsx';
import { classOption, type StorageDestination, type StorageRow } from '../targets.ts';
import type { MapFormState } from '../use-map-form.ts';
import { accessModes, modesOf, volumeModes } from './modes.ts';

interface StorageRowsProps {
  readonly form: MapFormState<StorageRow>;
}

interface CellProps extends StorageRowsProps {
  readonly row: DraftRow<StorageRow>;
  readonly offered: MapProposals['storageTargets'];
}

function ClassSelect({ form, row, offered }: CellProps) {
  const t = useT();
  const { key, source, destination } = row;
  const field = fieldIds.row(key);
  const chosen = destination?.storageClass;
  const isOffered = offered.some(({ storageClass }) => storageClass === chosen);
  const kept = chosen === undefined || isOffered ? [] : [{ value: chosen, label: chosen }];
  return (
    <>
      <OptionSelect
        id={field}
        label={t('Target for {{source}}', { source: source.name })}
        value={chosen}
        options={[...kept, ...offered.map((target) => classOption(t, target))]}
        state={form.errorOf(field) === undefined ? undefined : 'error'}
        describedBy={`${field}-help`}
        onChange={(storageClass) => form.dispatch({ type: 'chosen', key, destination: { storageClass } })}
      />
      <RowError form={form} row={row} />
    </>
  );
}

const automatic = '';

interface ModeSelectProps<Mode extends string> {
  readonly id: string;
  readonly label: string;
  readonly modes: readonly Mode[];
  readonly value: Mode | undefined;
  /** undefined: automatic. */
  readonly onChange: (mode: Mode | undefined) => void;
}

function ModeSelect<Mode extends string>({ id, label, modes, value, onChange }: ModeSelectProps<Mode>) {
  const t = useT();
  return (
    <OptionSelect
      id={id}
      label={label}
      value={value ?? automatic}
      options={[{ value: automatic, label: t('Automatic') }, ...modes.map((mode) => ({ value: mode, label: mode }))]}
      placeholder={t('Automatic')}
      onChange={(picked) => onChange(modes.find((mode) => mode === picked))}
    />
  );
}

/** Both modes, what "automatic" comes to, and what it costs. */
function ModesCell({ form, row, offered }: CellProps) {
  const t = useT();
  const { key, source, destination } = row;
  if (destination === undefined) return <>–</>;
  const { text, cost, isAssumed } = modesOf(t, destination, offered);
  const choose = (modes: Partial<StorageDestination>) =>
    form.dispatch({ type: 'chosen', key, destination: { ...destination, ...modes } });
  return (
    <>
      <ModeSelect
        id={`${fieldIds.row(key)}-volume-mode`}
        label={t('Volume mode for {{source}}', { source: source.name })}
        modes={volumeModes}
        value={destination.volumeMode}
        onChange={(volumeMode) => choose({ volumeMode })}
      />
      <ModeSelect
        id={`${fieldIds.row(key)}-access-mode`}
        label={t('Access mode for {{source}}', { source: source.name })}
        modes={accessModes}
        value={destination.accessMode}
        onChange={(accessMode) => choose({ accessMode })}
      />
      <HelperText>
        <HelperTextItem variant={isAssumed ? 'warning' : 'default'}>
          {text} {cost}
        </HelperTextItem>
      </HelperText>
    </>
  );
}

/** The rows of a storage map, each with its class, modes and why. */
export function StorageRows({ form }: StorageRowsProps) {
  const t = useT();
  const offered = form.proposals.data?.storageTargets ?? [];
  return (
    <Table aria-label={t('Storage map')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th modifier="nowrap">{t('Source')}</Th>
          <Th modifier="nowrap">{t('Used by')}</Th>
          <Th width={25}>{t('Target')}</Th>
          <Th width={30}>{t('Modes')}</Th>
          <Th width={20}>{t('Why')}</Th>
          <Th screenReaderText={t('Actions')} />
        </Tr>
      </Thead>
      <Tbody>
        {form.rows.map((row) => (
          <Tr key={row.key}>
            <Th scope="row" dataLabel={t('Source')}>
              {row.source.name}
            </Th>
            <Td dataLabel={t('Used by')}>
              {row.proposed === undefined ? (
                t('Not in the source')
              ) : (
                <>
                  {t('{{count}} disks', { count: row.proposed.disks })} · {formatBytes(row.proposed.bytes)}
                </>
              )}
            </Td>
            <Td dataLabel={t('Target')}>
              <ClassSelect form={form} row={row} offered={offered} />
            </Td>
            <Td dataLabel={t('Modes')}>
              <ModesCell form={form} row={row} offered={offered} />
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
