import type { ReactNode } from 'react';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { formatBytes, formatBytesOf, formatNumber } from '../format.ts';
import type { Translate } from '../i18n.ts';
import type { Column } from '../table/data-table.tsx';
import { ConcernsCell } from './concerns-cell.tsx';
import { PowerCell } from './vm-power.tsx';

interface VmColumnsOptions<Row> {
  readonly t: Translate;
  readonly vmOf: (row: Row) => InventoryVm;
  /** Beside the name. */
  readonly notes: (row: Row) => ReactNode;
  /** Absent where concerns are counted only. */
  readonly openConcerns?: (vm: string) => void;
}

function usedText(t: Translate, { usedBytes, diskBytes }: InventoryVm): string {
  return diskBytes === 0 ? formatBytes(0) : t('{{part}} of {{total}}', formatBytesOf(usedBytes, diskBytes));
}

/** Of every table of a source's machines. */
export function vmColumns<Row>({ t, vmOf, notes, openConcerns }: VmColumnsOptions<Row>): Column<Row>[] {
  const column = (
    name: string,
    title: string,
    cell: (vm: InventoryVm, row: Row) => ReactNode,
    look: Pick<Column<Row>, 'sort' | 'alignment'> = {},
  ): Column<Row> => ({ key: name, title, sort: name, cell: (row) => cell(vmOf(row), row), ...look });
  const figure = { alignment: 'end' } as const;
  return [
    column('name', t('Name'), (vm, row) => (
      <>
        {vm.name} {notes(row)}
      </>
    )),
    column('concerns', t('Concerns'), (vm) => <ConcernsCell vm={vm} open={openConcerns} />),
    column('power', t('Power'), (vm) => <PowerCell power={vm.power} />),
    column('guestOs', t('Guest OS'), (vm) => vm.guestOs || '–'),
    column('cpus', t('CPUs'), (vm) => formatNumber(vm.cpus), figure),
    column('memoryBytes', t('Memory'), (vm) => formatBytes(vm.memoryBytes), figure),
    column('disks', t('Disks'), (vm) => formatNumber(vm.disks), figure),
    column('usedBytes', t('Used'), (vm) => usedText(t, vm), figure),
    column('host', t('Host'), (vm) => vm.host || '–'),
    column('folder', t('Folder'), (vm) => vm.folder || '–'),
  ];
}
