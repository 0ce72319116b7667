import { Label } from '@patternfly/react-core';
import type { Translate } from '../../../../shared/i18n.ts';
import type { Column } from '../../../../shared/table/data-table.tsx';

export function figure<Row>(name: keyof Row & string, title: string, value: (row: Row) => string): Column<Row> {
  return { key: name, title, sort: name, alignment: 'end', cell: value };
}

export function word<Row>(name: keyof Row & string, title: string, value: (row: Row) => string): Column<Row> {
  return { key: name, title, sort: name, cell: (row) => value(row) || '–' };
}

export function nameColumn<Row extends { readonly name: string; readonly inMaintenance?: boolean }>(
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
