import { Button } from '@patternfly/react-core';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatBytes, formatDuration, formatRate } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { BytesProgress } from '../../../../shared/progress/bytes-progress.tsx';
import { StatusCell } from '../../../../shared/states/status-cell.tsx';
import type { Column } from '../../../../shared/table/data-table.tsx';
import { ActionMenu, type MenuAction } from '../../../../shared/table/row-menu.tsx';
import { MiniPipeline } from './mini-pipeline.tsx';
import { stepsNow } from './step-names.ts';
import { sourceText } from './source-text.ts';
import { hasSucceeded, vmStatus } from './vm-status.ts';

const copyRows: ReadonlySet<string> = new Set(['DiskTransfer', 'DiskTransferV2v']);

/** The step in which bytes move has its completion time: only then the bar may be full. */
export function isCopied({ steps }: Pick<VmRow, 'steps'>): boolean {
  return steps.some(({ name, state }) => copyRows.has(name) && state === 'Completed');
}

const ended: ReadonlySet<VmRow['state']> = new Set(['Failed', 'Canceled', 'NotStarted']);

function ProgressCell({ t, row }: { readonly t: Translate; readonly row: VmRow }) {
  const { progress } = row;
  if (progress === undefined || ended.has(row.state)) return <>–</>;
  if (hasSucceeded(row)) return <>{t('Done, {{bytes}}', { bytes: formatBytes(progress.totalBytes) })}</>;
  return (
    <BytesProgress
      progress={progress}
      label={t('Progress of {{name}}', { name: row.name })}
      attempt={`${row.id} ${row.attempt}`}
      isDone={isCopied(row)}
    />
  );
}

/** Rates and times left are of a copy that moves, and of a connection that lives. */
function movingValue(row: VmRow, value: number | undefined, format: (value: number) => string, fresh: boolean): string {
  return fresh && row.state === 'CopyingDisks' && !isCopied(row) && value !== undefined ? format(value) : '–';
}

export interface VmColumnsOptions {
  readonly t: Translate;
  readonly plan: PlanDetails;
  /** Values are not known to be old. */
  readonly isFresh: boolean;
  /** Beside an open drawer there is room for less; it has the acts itself. */
  readonly width: 'full' | 'narrow';
  readonly open: (row: VmRow) => void;
  readonly actionsOf: (row: VmRow) => readonly MenuAction[];
}

export const nameButtonId = (vm: string): string => `gantry-vm-${vm}`;

export function vmColumns({ t, plan, isFresh, width, open, actionsOf }: VmColumnsOptions): Column<VmRow>[] {
  const source: Column<VmRow> = {
    key: 'source',
    title: t('Source'),
    cell: (row) => sourceText(t, row.source),
  };
  const menu: Column<VmRow> = {
    key: 'actions',
    title: t('Actions'),
    titleVisibility: 'hidden',
    cell: (row) => <ActionMenu name={row.name} actions={actionsOf(row)} />,
  };
  const rateAndLeft: Column<VmRow>[] = [
    {
      key: 'rate',
      title: t('Rate'),
      sort: 'rate',
      alignment: 'end',
      cell: (row) => movingValue(row, row.progress?.bytesPerSecond, formatRate, isFresh),
    },
    {
      key: 'left',
      title: t('Left'),
      sort: 'left',
      alignment: 'end',
      cell: (row) => movingValue(row, row.progress?.secondsLeft, formatDuration, isFresh),
    },
  ];
  const steps: Column<VmRow> = {
    key: 'steps',
    title: t('Steps'),
    cell: (row) => <MiniPipeline steps={stepsNow(row)} />,
  };
  return [
    {
      key: 'name',
      title: t('Name'),
      sort: 'name',
      cell: (row) => (
        <Button variant="link" isInline id={nameButtonId(row.id)} onClick={() => open(row)}>
          {row.name}
        </Button>
      ),
    },
    {
      key: 'status',
      title: t('Status'),
      sort: 'status',
      cell: (row) => <StatusCell {...vmStatus(plan, row)} />,
    },
    ...(width === 'full' ? [steps] : []),
    { key: 'progress', title: t('Progress'), sort: 'progress', cell: (row) => <ProgressCell t={t} row={row} /> },
    ...(width === 'full' ? rateAndLeft : []),
    ...(width === 'full' ? [source] : []),
    ...(width === 'full' ? [menu] : []),
  ];
}
