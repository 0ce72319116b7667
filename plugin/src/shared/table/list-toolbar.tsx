import { useEffect, useState, type ReactNode } from 'react';
import {
  Badge,
  MenuToggle,
  Pagination,
  SearchInput,
  Select,
  SelectList,
  SelectOption,
  Toolbar,
  ToolbarContent,
  ToolbarFilter,
  ToolbarGroup,
  ToolbarItem,
  ToolbarToggleGroup,
} from '@patternfly/react-core';
import { FilterIcon } from '@patternfly/react-icons';
import { formatNumber } from '../format.ts';
import { useT } from '../i18n.ts';
import { focusOnOpen, opensByArrow } from '../menus/menu-keys.ts';
import { pageSizes, type ListQueryState } from './list-query.ts';

export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

interface ListToolbarProps extends ListQueryState {
  readonly filters: readonly Filter[];
  readonly searchLabel: string;
  readonly matching: number;
  readonly total: number;
  readonly children?: ReactNode;
}

const typingMs = 250;

function Search({ query, change, label }: ListQueryState & { readonly label: string }) {
  const [typed, setTyped] = useState(query.search);
  const [settled, setSettled] = useState(query.search);
  // The address may change from elsewhere, such as Clear all filters.
  if (settled !== query.search) {
    setSettled(query.search);
    setTyped(query.search);
  }
  useEffect(() => {
    if (typed === query.search) return undefined;
    const timer = setTimeout(() => change({ search: typed }), typingMs);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, query.search, change]);
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_, value) => {
        setTyped(value);
      }}
      onClear={() => {
        setTyped('');
        change({ search: '' });
      }}
    />
  );
}

function FilterSelect({ filter, query, change }: ListQueryState & { readonly filter: Filter }) {
  const [open, setOpen] = useState(false);
  const chosen = query.filters[filter.name] ?? [];
  const set = (values: readonly string[]) => {
    change({ filters: { ...query.filters, [filter.name]: values } });
  };
  const labelOf = (value: string) => filter.options.find((option) => option.value === value)?.label ?? value;
  return (
    <ToolbarFilter
      categoryName={filter.label}
      labels={chosen.map((value) => ({ key: value, node: labelOf(value) }))}
      deleteLabel={(_, label) => {
        set(chosen.filter((value) => value !== (typeof label === 'string' ? label : label.key)));
      }}
      deleteLabelGroup={() => {
        set([]);
      }}
    >
      <Select
        {...focusOnOpen}
        role="menu"
        isOpen={open}
        onOpenChange={setOpen}
        selected={[...chosen]}
        onSelect={(_, picked) => {
          const value = String(picked);
          set(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
        }}
        toggle={(ref) => (
          <MenuToggle
            ref={ref}
            isExpanded={open}
            onClick={() => {
              setOpen(!open);
            }}
            onKeyDown={opensByArrow(() => setOpen(true))}
            badge={chosen.length > 0 ? <Badge isRead>{chosen.length}</Badge> : undefined}
          >
            {filter.label}
          </MenuToggle>
        )}
      >
        <SelectList>
          {filter.options.map(({ value, label }) => (
            <SelectOption key={value} value={value} hasCheckbox isSelected={chosen.includes(value)}>
              {label}
            </SelectOption>
          ))}
        </SelectList>
      </Select>
    </ToolbarFilter>
  );
}

/** Search, filters, count and pages of a list; everything acts on all rows at the server. */
export function ListToolbar(props: ListToolbarProps) {
  const t = useT();
  const { query, change, filters, searchLabel, matching, total, children } = props;
  return (
    <Toolbar
      clearAllFilters={() => {
        change({ search: '', filters: Object.fromEntries(filters.map(({ name }) => [name, []])) });
      }}
      clearFiltersButtonText={t('Clear all filters')}
    >
      <ToolbarContent>
        <ToolbarToggleGroup toggleIcon={<FilterIcon aria-label={t('Filters')} />} breakpoint="md">
          <ToolbarItem>
            <Search query={query} change={change} label={searchLabel} />
          </ToolbarItem>
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
