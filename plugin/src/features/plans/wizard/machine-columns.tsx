import { Label } from '@patternfly/react-core';
import { ExclamationTriangleIcon } from '@patternfly/react-icons';
import type { Named } from '../../../shared/address.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { vmColumns } from '../../../shared/inventory/vm-columns.tsx';
import type { Column } from '../../../shared/table/data-table.tsx';
import type { ChosenVm } from './draft.ts';

interface NotesProps {
  readonly row: ChosenVm;
  readonly source: Named;
  readonly t: Translate;
}

function Notes({ row: { vm, presence }, source, t }: NotesProps) {
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

interface MachineColumnsOptions {
  readonly t: Translate;
  readonly source: Named;
  /** The selected machines stand in one order, by name. */
  readonly order: 'any' | 'fixed';
  readonly openConcerns: (vm: string) => void;
}

export function machineColumns({ t, source, order, openConcerns }: MachineColumnsOptions): Column<ChosenVm>[] {
  const notes = (row: ChosenVm) => <Notes row={row} source={source} t={t} />;
  const columns = vmColumns<ChosenVm>({ t, vmOf: ({ vm }) => vm, notes, openConcerns });
  return order === 'any' ? columns : columns.map((column) => ({ ...column, sort: undefined }));
}
