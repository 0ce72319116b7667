import { Checkbox, ToolbarItem } from '@patternfly/react-core';
import { useT } from '../../../../shared/i18n.ts';
import { vmAppearance } from '../../../../shared/states/appearance.ts';
import { ListToolbar, type Filter } from '../../../../shared/table/list-toolbar.tsx';
import { useListQuery, type ListQueryState } from '../../../../shared/table/list-query.ts';

/** Also the attention switch is a filter: clearing all filters clears it. */
export const filterNames = ['status', 'attention'];
const noFilters = Object.fromEntries(filterNames.map((name) => [name, []]));

export function useVmQuery(): ListQueryState {
  const { query, change } = useListQuery(filterNames);
  return {
    query,
    change: (wanted) =>
      change(wanted.filters === undefined ? wanted : { ...wanted, filters: { ...noFilters, ...wanted.filters } }),
  };
}

interface VmToolbarProps extends ListQueryState {
  readonly matching: number;
  readonly total: number;
}

export function VmToolbar({ query, change, matching, total }: VmToolbarProps) {
  const t = useT();
  const status: Filter = {
    name: 'status',
    label: t('Status'),
    options: Object.entries(vmAppearance).map(([value, { label }]) => ({ value, label: t(label) })),
  };
  return (
    <ListToolbar
      query={query}
      change={change}
      filters={[status]}
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
    </ListToolbar>
  );
}
