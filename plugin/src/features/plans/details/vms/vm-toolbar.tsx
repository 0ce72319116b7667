import type { ReactNode } from 'react';
import { Checkbox, ToolbarItem } from '@patternfly/react-core';
import { useT } from '../../../../shared/i18n.ts';
import { vmAppearance } from '../../../../shared/states/appearance.ts';
import type { Filter } from '../../../../shared/table/filter-select.tsx';
import { ListToolbar } from '../../../../shared/table/list-toolbar.tsx';
import { useListQuery, type ListQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';
import type { VmFilter } from './use-row-selection.ts';

/** Also the attention switch is a filter: clearing all filters clears it. */
export const filterNames = ['status', 'host', 'attention'];
const noFilters = Object.fromEntries(filterNames.map((name) => [name, []]));

export function useVmQuery(): ListQueryState {
  const { query, change } = useListQuery(filterNames);
  return {
    query,
    change: (wanted) =>
      change(wanted.filters === undefined ? wanted : { ...wanted, filters: { ...noFilters, ...wanted.filters } }),
  };
}

/** What the service takes to act on all that match. */
export function vmFilterOf({ search, filters }: ListQuery): VmFilter {
  const { status = [], host = [], attention = [] } = filters;
  return {
    ...(search === '' ? {} : { search }),
    ...(status.length === 0 ? {} : { status: status.join(',') }),
    ...(host.length === 0 ? {} : { host: host.join(',') }),
    ...(attention.includes('only') ? { attention: 'only' as const } : {}),
  };
}

interface VmToolbarProps extends ListQueryState {
  readonly matching: number;
  readonly total: number;
  /** Of all VMs of the plan. */
  readonly hosts: readonly string[];
  /** Beside the count. */
  readonly children?: ReactNode;
}

export function VmToolbar({ query, change, matching, total, hosts, children }: VmToolbarProps) {
  const t = useT();
  const status: Filter = {
    name: 'status',
    label: t('Status'),
    options: Object.entries(vmAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
  };
  const host: Filter = {
    name: 'host',
    label: t('Host'),
    options: hosts.map((value) => ({ value, label: value })),
  };
  return (
    <ListToolbar
      query={query}
      change={change}
      filters={[status, host]}
      searchLabel={t('Search name')}
      matching={matching}
      total={total}
    >
      <ToolbarItem alignSelf="center">
        <Checkbox
          id="gantry-attention"
          label={t('Needs attention')}
          isChecked={(query.filters.attention ?? []).includes('only')}
          onChange={(_, checked) => change({ filters: { ...query.filters, attention: checked ? ['only'] : [] } })}
        />
      </ToolbarItem>
      {children}
    </ListToolbar>
  );
}
