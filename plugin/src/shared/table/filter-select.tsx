import { useState } from 'react';
import { Badge, MenuToggle, Select, SelectList, SelectOption, ToolbarFilter } from '@patternfly/react-core';
import { formatNumber } from '../format.ts';
import { focusOnOpen, opensByArrow } from '../menus/menu-keys.ts';
import { useMenuHost } from '../menus/use-menu-host.ts';
import type { ListQueryState } from './list-query.ts';

export interface Filter {
  readonly name: string;
  readonly label: string;
  /** `count`: of the rows that have the value. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly count?: number }[];
}

/** One filter of a list: several values may be chosen, each is shown as a label that can be removed. */
export function FilterSelect({ filter, query, change }: ListQueryState & { readonly filter: Filter }) {
  const [open, setOpen] = useState(false);
  const { anchor, appendTo } = useMenuHost();
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
      <span ref={anchor}>
        <Select
          {...focusOnOpen}
          popperProps={{ appendTo }}
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
            {filter.options.map(({ value, label, count }) => (
              <SelectOption key={value} value={value} hasCheckbox isSelected={chosen.includes(value)}>
                {label} {count !== undefined && <Badge isRead>{formatNumber(count)}</Badge>}
              </SelectOption>
            ))}
          </SelectList>
        </Select>
      </span>
    </ToolbarFilter>
  );
}
