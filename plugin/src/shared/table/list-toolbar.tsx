import type { ReactNode } from 'react';
import {
  Pagination,
  SearchInput,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
  ToolbarToggleGroup,
} from '@patternfly/react-core';
import { FilterIcon } from '@patternfly/react-icons';
import { formatNumber } from '../format.ts';
import { useT } from '../i18n.ts';
import { FilterSelect, type Filter } from './filter-select.tsx';
import { pageSizes, type ListQueryState } from './list-query.ts';
import { useTypedSearch } from './use-typed-search.ts';

interface ListToolbarProps extends ListQueryState {
  readonly filters: readonly Filter[];
  readonly searchLabel: string;
  /** In place of the plain search. */
  readonly searchBox?: ReactNode;
  readonly matching: number;
  readonly total: number;
  readonly children?: ReactNode;
}

function Search({ query, change, label }: ListQueryState & { readonly label: string }) {
  const [typed, type] = useTypedSearch({ query, change });
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_, value) => {
        type(value);
      }}
      onClear={() => {
        type('');
        change({ search: '' });
      }}
    />
  );
}

/** Search, filters, count and pages of a list; everything acts on all rows at the server. */
export function ListToolbar(props: ListToolbarProps) {
  const t = useT();
  const { query, change, filters, searchLabel, searchBox, matching, total, children } = props;
  return (
    <Toolbar
      clearAllFilters={() => {
        change({ search: '', filters: Object.fromEntries(filters.map(({ name }) => [name, []])) });
      }}
      clearFiltersButtonText={t('Clear all filters')}
    >
      <ToolbarContent>
        <ToolbarToggleGroup toggleIcon={<FilterIcon aria-label={t('Filters')} />} breakpoint="md">
          <ToolbarItem>{searchBox ?? <Search query={query} change={change} label={searchLabel} />}</ToolbarItem>
          <ToolbarGroup variant="filter-group">
            {filters.map((filter) => (
              <FilterSelect key={filter.name} filter={filter} query={query} change={change} />
            ))}
          </ToolbarGroup>
        </ToolbarToggleGroup>
        {children}
        <ToolbarGroup align={{ default: 'alignEnd' }}>
          <ToolbarItem alignSelf="center">
            {t('{{matching}} of {{total}}', { matching: formatNumber(matching), total: formatNumber(total) })}
          </ToolbarItem>
          <ToolbarItem>
            <Pagination
              isCompact
              itemCount={matching}
              page={query.page}
              perPage={query.size}
              perPageOptions={pageSizes.map((size) => ({ title: String(size), value: size }))}
              onSetPage={(_, page) => {
                change({ page });
              }}
              onPerPageSelect={(_, size) => {
                change({ size });
              }}
            />
          </ToolbarItem>
        </ToolbarGroup>
      </ToolbarContent>
    </Toolbar>
  );
}
