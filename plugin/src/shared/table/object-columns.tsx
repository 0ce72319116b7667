import type { ReactNode } from 'react';
import { Badge } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { detailsAddress, type Named, type PageKind } from '../address.ts';
import type { Translate } from '../i18n.ts';
import type { Appearance } from '../states/appearance.ts';
import { StatusCell } from '../states/status-cell.tsx';
import type { Column } from './data-table.tsx';

const badges: Readonly<Record<PageKind, string>> = {
  Hook: 'HK',
  Plan: 'PL',
  Provider: 'PR',
  NetworkMap: 'NM',
  StorageMap: 'SM',
};

interface NameColumnsOptions {
  readonly t: Translate;
  readonly kind: PageKind;
  /** With all projects in view, each row says its own. */
  readonly scope: 'all' | 'project';
}

/** The link to an object's page, and its project where rows of several stand together. */
export function nameColumns<Row extends Named>({ t, kind, scope }: NameColumnsOptions): Column<Row>[] {
  const project: Column<Row> = { key: 'project', title: t('Project'), sort: 'project', cell: (row) => row.namespace };
  const name: Column<Row> = {
    key: 'name',
    title: t('Name'),
    sort: 'name',
    cell: (row) => (
      <span className="gantry-name">
        <Link to={detailsAddress(kind, row)}>{row.name}</Link>{' '}
        <Badge isRead aria-hidden>
          {badges[kind]}
        </Badge>
      </span>
    ),
  };
  return scope === 'all' ? [name, project] : [name];
}

export function statusColumn<State extends string, Row extends { readonly state: State; readonly message: Message }>(
  t: Translate,
  appearance: Readonly<Record<State, Appearance>>,
): Column<Row> {
  return {
    key: 'status',
    title: t('Status'),
    sort: 'status',
    cell: (row) => <StatusCell appearance={appearance[row.state]} message={row.message} />,
  };
}

/** The last column: a menu per row. */
export function actionsColumn<Row>(t: Translate, cell: (row: Row) => ReactNode): Column<Row> {
  return { key: 'actions', title: t('Actions'), titleVisibility: 'hidden', cell };
}
