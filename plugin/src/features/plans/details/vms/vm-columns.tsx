import { Button } from '@patternfly/react-core';
import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatBytes, formatDuration, formatNumber, formatTime, secondsBetween } from '../../../../shared/format.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { BytesProgress } from '../../../../shared/progress/bytes-progress.tsx';
import { StatusCell } from '../../../../shared/states/status-cell.tsx';
import type { Column } from '../../../../shared/table/data-table.tsx';
import { ActionMenu, type MenuAction } from '../../../../shared/table/row-menu.tsx';
import { isCopied, leftText, rateText } from './copy-pace.ts';
import { copyNow, cutoverText, intervalText, lagText, pausedText, type CopyNow } from './warm-text.ts';
import { MiniPipeline } from './mini-pipeline.tsx';
import { stepsNow } from './step-names.ts';
import { sourceText } from './source-text.ts';
import { hasSucceeded, isPaused, vmStatus } from './vm-status.ts';

const ended: ReadonlySet<VmRow['state']> = new Set(['Failed', 'Canceled', 'NotStarted']);

/** A copy after the first one is a bar of its own, with its number. */
function CopyBar({ t, row, copy }: { readonly t: Translate; readonly row: VmRow; readonly copy: CopyNow }) {
  const { number, progress } = copy;
  return (
    <>
      <div className="gantry-figures">{t('Copy {{number}}', { number })}</div>
      <BytesProgress
        progress={progress}
        label={t('Progress of copy {{number}} of {{name}}', { number, name: row.name })}
        attempt={`${row.id} ${row.attempt} ${number}`}
        isDone={false}
      />
    </>
  );
}

function ProgressCell({ t, row }: { readonly t: Translate; readonly row: VmRow }) {
  const { progress } = row;
  const current = copyNow(row);
  if (current !== undefined) return <CopyBar t={t} row={row} copy={current} />;
  if (isPaused(row)) return <>{pausedText(t, row)}</>;
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

const orDash = <T,>(value: T | undefined, format: (value: T) => string): string =>
  value === undefined ? '–' : format(value);

/** What is copied, rate and time left. Values that may be old have no rate. */
function copyColumns({ t, isFresh }: Pick<VmColumnsOptions, 't' | 'isFresh'>): Column<VmRow>[] {
  return [
    { key: 'progress', title: t('Progress'), sort: 'progress', cell: (row) => <ProgressCell t={t} row={row} /> },
    {
      key: 'rate',
      title: t('Rate'),
      sort: 'rate',
      alignment: 'end',
      cell: (row) => (isFresh ? rateText(row) : '–'),
    },
    {
      key: 'left',
      title: t('Left'),
      sort: 'left',
      alignment: 'end',
      cell: (row) => (isFresh ? leftText(t, row) : '–'),
    },
  ];
}

const hidden = (column: Column<VmRow>): Column<VmRow> => ({ ...column, initially: 'hidden' });

/** What only warm plans have. */
function warmColumns(t: Translate): Column<VmRow>[] {
  return [
    { key: 'cutover', title: t('Cutover'), sort: 'cutover', cell: (row) => cutoverText(t, row) },
    {
      key: 'copies',
      title: t('Precopies'),
      sort: 'copies',
      alignment: 'end',
      initially: 'hidden',
      cell: (row) => (row.warm === undefined ? '–' : formatNumber(row.warm.copies)),
    },
    { key: 'lag', title: t('Lag'), sort: 'lag', alignment: 'end', cell: (row) => lagText(row) },
    {
      key: 'interval',
      title: t('Precopy interval'),
      initially: 'hidden',
      cell: (row) => intervalText(t, row),
    },
    {
      key: 'snapshots',
      title: t('Snapshots'),
      alignment: 'end',
      initially: 'hidden',
      cell: (row) => (row.warm?.snapshots === undefined ? '–' : formatNumber(row.warm.snapshots)),
    },
  ];
}

/** Shown by choice. */
function furtherColumns(t: Translate): Column<VmRow>[] {
  const columns: Column<VmRow>[] = [
    { key: 'targetName', title: t('Target name'), sort: 'targetName', cell: (row) => row.targetName ?? '–' },
    { key: 'host', title: t('Host'), sort: 'host', cell: (row) => row.host ?? '–' },
    { key: 'started', title: t('Started'), sort: 'started', cell: (row) => orDash(row.started, formatTime) },
    {
      key: 'duration',
      title: t('Duration'),
      sort: 'duration',
      alignment: 'end',
      cell: (row) => orDash(secondsBetween(row.started, row.completed), formatDuration),
    },
    {
      key: 'downtime',
      title: t('Downtime'),
      sort: 'downtime',
      alignment: 'end',
      cell: (row) => orDash(row.downtimeSeconds, formatDuration),
    },
    {
      key: 'transferred',
      title: t('Transferred'),
      sort: 'transferred',
      alignment: 'end',
      cell: (row) => orDash(row.progress?.completedBytes, formatBytes),
    },
  ];
  return columns.map(hidden);
}

export interface VmColumnsOptions {
  readonly t: Translate;
  readonly plan: PlanDetails;
  /** Values are not known to be old. */
  readonly isFresh: boolean;
  readonly open: (row: VmRow) => void;
  readonly actionsOf: (row: VmRow) => readonly MenuAction[];
}

export const nameButtonId = (vm: string): string => `gantry-vm-${vm}`;

export function vmColumns({ t, plan, isFresh, open, actionsOf }: VmColumnsOptions): Column<VmRow>[] {
  // What waits for days has no rate: there is room for rates or for cutovers.
  const isWarm = plan.type === 'warm';
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
    { key: 'status', title: t('Status'), sort: 'status', cell: (row) => <StatusCell {...vmStatus(plan, row)} /> },
    { key: 'steps', title: t('Steps'), cell: (row) => <MiniPipeline steps={stepsNow(row)} /> },
    ...copyColumns({ t, isFresh }).map((column) => (isWarm && column.key !== 'progress' ? hidden(column) : column)),
    ...(isWarm ? warmColumns(t) : []),
    { key: 'source', title: t('Source'), cell: (row) => sourceText(t, row.source) },
    ...furtherColumns(t),
    {
      key: 'actions',
      title: t('Actions'),
      titleVisibility: 'hidden',
      cell: (row) => <ActionMenu name={row.name} actions={actionsOf(row)} />,
    },
  ];
}
