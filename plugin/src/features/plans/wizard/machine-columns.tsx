import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { Label } from '@patternfly/react-core';
import { ExclamationTriangleIcon, OffIcon, PauseIcon, PlayIcon, UnknownIcon } from '@patternfly/react-icons';
import type { ComponentType } from 'react';
import type { Named } from '../../../shared/address.ts';
import { formatBytes, formatBytesOf, formatNumber } from '../../../shared/format.ts';
import { key, type Translate } from '../../../shared/i18n.ts';
import type { Column } from '../../../shared/table/data-table.tsx';
import type { ChosenVm } from './draft.ts';

type Power = InventoryVm['power'];

export const powerLabels: Readonly<Record<Power, string>> = {
  On: key('On'),
  Off: key('Off'),
  Suspended: key('Suspended'),
  Unknown: key('Unknown'),
};

const powerIcons: Readonly<Record<Power, ComponentType>> = {
  On: PlayIcon,
  Off: OffIcon,
  Suspended: PauseIcon,
  Unknown: UnknownIcon,
};

function PowerCell({ power, t }: { readonly power: Power; readonly t: Translate }) {
  const Icon = powerIcons[power];
  return (
    <span className="gantry-nowrap">
      <Icon aria-hidden /> {t(powerLabels[power])}
    </span>
  );
}

function Notes({
  row: { vm, presence },
  source,
  t,
}: {
  readonly row: ChosenVm;
  readonly source: Named;
  readonly t: Translate;
}) {
  const [plan] = vm.plans;
  return (
    <>
      {presence === 'gone' && (
        <Label status="warning" isCompact icon={<ExclamationTriangleIcon />}>
          {t('No longer in {{provider}}', { provider: source.name })}
        </Label>
      )}
      {plan !== undefined && (
        <Label status="warning" isCompact icon={<ExclamationTriangleIcon />}>
          {t('In plan {{plan}}', { plan: plan.name })}
        </Label>
      )}
    </>
  );
}

function usedText(t: Translate, { usedBytes, diskBytes }: InventoryVm): string {
  return diskBytes === 0 ? formatBytes(0) : t('{{part}} of {{total}}', formatBytesOf(usedBytes, diskBytes));
}

interface MachineColumnsOptions {
  readonly t: Translate;
  readonly source: Named;
  /** The selected machines stand in one order, by name. */
  readonly order: 'any' | 'fixed';
}

export function machineColumns({ t, source, order }: MachineColumnsOptions): Column<ChosenVm>[] {
  const columns: Column<ChosenVm>[] = [
    {
      key: 'name',
      title: t('Name'),
      sort: 'name',
      cell: (row) => (
        <>
          {row.vm.name} <Notes row={row} source={source} t={t} />
        </>
      ),
    },
    { key: 'power', title: t('Power'), sort: 'power', cell: ({ vm }) => <PowerCell power={vm.power} t={t} /> },
    { key: 'guestOs', title: t('Guest OS'), sort: 'guestOs', cell: ({ vm }) => vm.guestOs || '–' },
    { key: 'cpus', title: t('CPUs'), sort: 'cpus', alignment: 'end', cell: ({ vm }) => formatNumber(vm.cpus) },
    {
      key: 'memory',
      title: t('Memory'),
      sort: 'memoryBytes',
      alignment: 'end',
      cell: ({ vm }) => formatBytes(vm.memoryBytes),
    },
    { key: 'disks', title: t('Disks'), sort: 'disks', alignment: 'end', cell: ({ vm }) => formatNumber(vm.disks) },
    { key: 'used', title: t('Used'), sort: 'usedBytes', alignment: 'end', cell: ({ vm }) => usedText(t, vm) },
    { key: 'host', title: t('Host'), sort: 'host', cell: ({ vm }) => vm.host || '–' },
    { key: 'folder', title: t('Folder'), sort: 'folder', cell: ({ vm }) => vm.folder || '–' },
  ];
  return order === 'any' ? columns : columns.map((column) => ({ ...column, sort: undefined }));
}
