import { useState, type ReactNode } from 'react';
import { ExpandableSection, Flex, FlexItem, Pagination, SearchInput } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { useT } from '../../../shared/i18n.ts';
import type { ChosenVm } from './draft.ts';

export interface GridColumn {
  readonly title: string;
  readonly cell: (vm: InventoryVm) => ReactNode;
}

interface VmGridProps {
  readonly label: string;
  readonly vms: ReadonlyMap<string, ChosenVm>;
  readonly columns: readonly GridColumn[];
  /** How many VMs have something of their own. */
  readonly differing: number;
}

const perPage = 20;

/** What is chosen for single VMs, instead of what is chosen for all; folded until somebody wants it. */
export function VmGrid({ label, differing, ...grid }: VmGridProps) {
  const t = useT();
  const [open, setOpen] = useState(differing > 0);
  const toggle = differing === 0 ? label : `${label} (${t('{{count}} VMs differ', { count: differing })})`;
  return (
    <ExpandableSection toggleText={toggle} isExpanded={open} onToggle={(_, expanded) => setOpen(expanded)}>
      {open && <Grid label={label} {...grid} />}
    </ExpandableSection>
  );
}

function Grid({ label, vms, columns }: Omit<VmGridProps, 'differing'>) {
  const t = useT();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const wanted = search.trim().toLowerCase();
  const found = [...vms.values()].filter(({ vm }) => vm.name.toLowerCase().includes(wanted));
  const shown = found.slice((page - 1) * perPage, page * perPage);
  return (
    <>
      <Flex className="pf-v6-u-mb-sm" justifyContent={{ default: 'justifyContentSpaceBetween' }}>
        <FlexItem>
          <SearchInput
            aria-label={t('Search name')}
            placeholder={t('Search name')}
            value={search}
            onChange={(_, text) => {
              setSearch(text);
              setPage(1);
            }}
            onClear={() => setSearch('')}
          />
        </FlexItem>
        {found.length > perPage && (
          <FlexItem>
            <Pagination
              isCompact
              itemCount={found.length}
              perPage={perPage}
              perPageOptions={[]}
              page={page}
              onSetPage={(_, next) => setPage(next)}
            />
          </FlexItem>
        )}
      </Flex>
      {shown.length === 0 ? (
        <p>{t('No results match the filters')}</p>
      ) : (
        <Table aria-label={label} variant="compact" gridBreakPoint="grid-md">
          <Thead>
            <Tr>
              <Th>{t('Name')}</Th>
              {columns.map(({ title }) => (
                <Th key={title}>{title}</Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {shown.map(({ vm }) => (
              <Tr key={vm.id}>
                <Th scope="row" dataLabel={t('Name')}>
                  {vm.name}
                </Th>
                {columns.map(({ title, cell }) => (
                  <Td key={title} dataLabel={title}>
                    {cell(vm)}
                  </Td>
                ))}
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </>
  );
}
