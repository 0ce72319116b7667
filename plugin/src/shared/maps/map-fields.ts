import { label } from '@gantry/bff/api/http/shapes.ts';
import type { Named } from '../address.ts';
import type { FieldError } from '../forms/error-summary.tsx';
import type { Translate } from '../i18n.ts';
import type { DraftRow } from './map-draft.ts';
import type { NetworkRow, StorageRow } from './targets.ts';

/** What a map is called and what it is between. */
export interface MapGeneral {
  readonly name: string;
  readonly project: string;
  readonly source?: Named;
  readonly target?: Named;
  /** Whose network attachments are offered. */
  readonly targetProject: string;
}

export const fieldIds = {
  name: 'map-name',
  project: 'map-project',
  source: 'map-source',
  target: 'map-target',
  targetProject: 'map-target-project',
  rows: 'map-rows',
  row: (key: string) => `map-row-${encodeURIComponent(key)}`,
} as const;

export function generalErrors(t: Translate, { name, source, target }: MapGeneral): FieldError[] {
  const nameError =
    name === ''
      ? t('Enter a name.')
      : label.safeParse(name).success
        ? undefined
        : t('The name may have up to 63 lower-case letters, digits and hyphens.');
  return [
    ...(nameError === undefined ? [] : [{ field: fieldIds.name, text: nameError }]),
    ...(source === undefined ? [{ field: fieldIds.source, text: t('Choose a source provider.') }] : []),
    ...(target === undefined ? [{ field: fieldIds.target, text: t('Choose a target provider.') }] : []),
  ];
}

export function rowErrors<Row extends NetworkRow | StorageRow>(
  t: Translate,
  rows: readonly DraftRow<Row>[] | undefined,
  lackOf: (row: DraftRow<Row>) => string | undefined = () => undefined,
): FieldError[] {
  if (rows === undefined) return [{ field: fieldIds.rows, text: t('The proposals are not known yet.') }];
  return rows.flatMap((row) => {
    const { key, source, destination } = row;
    const text =
      destination === undefined
        ? t('Choose a target for {{source}}, or remove the row.', { source: source.name })
        : lackOf(row);
    return text === undefined ? [] : [{ field: fieldIds.row(key), text }];
  });
}
