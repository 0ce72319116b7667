import { Button, HelperText, HelperTextItem, Label } from '@patternfly/react-core';
import { MinusCircleIcon } from '@patternfly/react-icons';
import type { NetworkMapDetails, StorageMapDetails } from '@gantry/bff/api/http/maps.ts';
import { Link } from 'react-router';
import { detailsAddress, type Named } from '../address.ts';
import { formatNumber } from '../format.ts';
import { useT } from '../i18n.ts';
import { quoted } from '../inventory/query/suggestions.ts';
import { fieldIds } from './map-fields.ts';
import type { DraftRow } from './map-draft.ts';
import type { MapFormState } from './use-map-form.ts';
import type { NetworkRow, StorageRow } from './targets.ts';
import { WhyCell } from './why-cell.tsx';

interface RowProps<Row extends NetworkRow | StorageRow> {
  readonly form: MapFormState<Row>;
  readonly row: DraftRow<Row>;
}

export function RowError<Row extends NetworkRow | StorageRow>({ form, row }: RowProps<Row>) {
  const field = fieldIds.row(row.key);
  const error = form.errorOf(field);
  return error === undefined ? null : (
    <HelperText id={`${field}-help`}>
      <HelperTextItem variant="error">{error}</HelperTextItem>
    </HelperText>
  );
}

export function RemoveRow<Row extends NetworkRow | StorageRow>({ form, row }: RowProps<Row>) {
  const t = useT();
  return (
    <Button
      variant="plain"
      aria-label={t('Remove {{source}}', { source: row.source.name })}
      icon={<MinusCircleIcon />}
      onClick={() => form.dispatch({ type: 'removed', key: row.key })}
    />
  );
}

/** Why the target of a row stands there. */
export function RowReason<Row extends NetworkRow | StorageRow>({ row }: Pick<RowProps<Row>, 'row'>) {
  const t = useT();
  const { proposed, chosenBy } = row;
  if (chosenBy === 'map') return <>{t('As the map has it')}</>;
  if (proposed === undefined) return <>{t('Your choice')}</>;
  return <WhyCell row={proposed} chosenBy={chosenBy} />;
}

type Rows = NetworkMapDetails['rows'][number] | StorageMapDetails['rows'][number];
type Entry = Pick<Rows, 'sourceState' | 'targetState'>;

/** How the ends of an entry stand; what is as it should be says so, too. */
export function EntryStatus({ entry }: { readonly entry: Entry }) {
  const t = useT();
  const { sourceState, targetState } = entry;
  const labels = [
    ...(sourceState === 'missing' ? [{ status: 'warning' as const, text: t('Not in the source') }] : []),
    ...(sourceState === 'ambiguous' ? [{ status: 'danger' as const, text: t('The name means several') }] : []),
    ...(targetState === 'missing' ? [{ status: 'danger' as const, text: t('The target does not exist') }] : []),
  ];
  if (labels.length === 0) return sourceState === 'unknown' ? <>–</> : <Label status="success">{t('Found')}</Label>;
  return labels.map(({ status, text }) => (
    <Label key={text} status={status}>
      {text}
    </Label>
  ));
}

interface UsingVmsProps {
  readonly provider: Named;
  readonly entry: Pick<Rows, 'source' | 'vms'>;
  /** The field of VMs that has the ids of what they use. */
  readonly query: string;
}

/** How many VMs use the source of an entry, as a link to just these. */
export function UsingVms({ provider, entry: { source, vms }, query }: UsingVmsProps) {
  const t = useT();
  if (vms === undefined) return <>–</>;
  if (vms === 0) return <>{formatNumber(0)}</>;
  const search = new URLSearchParams({ search: `${query} = ${quoted(source.id)}` }).toString();
  return (
    <Link
      to={`${detailsAddress('Provider', provider, 'virtual-machines')}?${search}`}
      aria-label={t('{{count}} VMs of {{name}}', { count: vms, name: source.name })}
    >
      {formatNumber(vms)}
    </Link>
  );
}
