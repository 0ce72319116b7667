import type { PlanRow } from '@gantry/bff/api/http/plans.ts';
import { formatDuration, formatNumber, formatTime, formatZonedTime, secondsBetween } from '../../../shared/format.ts';
import { key, type Translate } from '../../../shared/i18n.ts';
import { BytesProgress } from '../../../shared/progress/bytes-progress.tsx';
import { planAppearance } from '../../../shared/states/appearance.ts';
import type { Column } from '../../../shared/table/data-table.tsx';
import { actionsColumn, nameColumns, statusColumn } from '../../../shared/table/object-columns.tsx';
import { PlanRowMenu } from './plan-row-menu.tsx';
import type { Asked } from '../actions/asked.ts';

export const typeNames: Readonly<Record<PlanRow['type'], string>> = {
  cold: key('Cold'),
  rawCopy: key('Raw copy'),
  warm: key('Warm'),
  live: key('Live'),
  conversion: key('Conversion only'),
};

function countsOf(t: Translate, { vms }: PlanRow): string {
  const parts = [
    ...(vms.succeeded > 0 ? [t('{{count}} done', { count: vms.succeeded })] : []),
    ...(vms.ready > 0 ? [t('{{count}} ready for cutover', { count: vms.ready })] : []),
    ...(vms.failed > 0 ? [t('{{count}} failed', { count: vms.failed })] : []),
    ...(vms.canceled > 0 ? [t('{{count}} canceled', { count: vms.canceled })] : []),
  ];
  return parts.length === 0 ? formatNumber(vms.total) : `${formatNumber(vms.total)} (${parts.join(', ')})`;
}

const doneStates: readonly PlanRow['state'][] = ['Succeeded', 'SucceededWithWarnings', 'Archived'];

function ProgressCell({ t, plan }: { readonly t: Translate; readonly plan: PlanRow }) {
  if (doneStates.includes(plan.state)) return t('Done');
  if (plan.progress === undefined || plan.completed !== undefined) return '–';
  return (
    <BytesProgress
      progress={plan.progress}
      label={t('Progress of {{name}}', { name: plan.name })}
      attempt={`${plan.uid} ${plan.started ?? ''}`}
      isDone={false}
      detail="percent"
    />
  );
}

function durationOf(plan: PlanRow): string {
  const seconds = secondsBetween(plan.started, plan.completed);
  return seconds === undefined ? '–' : formatDuration(seconds);
}

/** Shown by choice. */
function furtherColumns(t: Translate): Column<PlanRow>[] {
  const columns: Column<PlanRow>[] = [
    {
      key: 'cutover',
      title: t('Cutover'),
      sort: 'cutover',
      cell: (row) => (row.cutover === undefined ? '–' : formatZonedTime(row.cutover.at)),
    },
    { key: 'target', title: t('Target project'), sort: 'target', cell: (row) => row.targetProject },
    { key: 'description', title: t('Description'), cell: (row) => row.description || '–' },
    { key: 'createdBy', title: t('Created by'), sort: 'createdBy', cell: (row) => row.createdBy ?? '–' },
  ];
  return columns.map((column) => ({ ...column, initially: 'hidden' }));
}

export function planColumns(t: Translate, scope: 'all' | 'project', ask: (asked: Asked) => void): Column<PlanRow>[] {
  return [
    ...nameColumns<PlanRow>({ t, kind: 'Plan', scope }),
    statusColumn(t, planAppearance),
    { key: 'type', title: t('Type'), sort: 'type', cell: (row) => t(typeNames[row.type]) },
    {
      key: 'source',
      title: t('Source → Target'),
      sort: 'source',
      cell: (row) => `${row.source} → ${row.targetProject}`,
    },
    { key: 'vms', title: t('VMs'), sort: 'vms', cell: (row) => countsOf(t, row) },
    { key: 'progress', title: t('Progress'), sort: 'progress', cell: (row) => <ProgressCell t={t} plan={row} /> },
    {
      key: 'started',
      title: t('Started'),
      sort: 'started',
      cell: (row) => (row.started === undefined ? '–' : formatTime(row.started)),
    },
    { key: 'duration', title: t('Duration'), cell: durationOf },
    ...furtherColumns(t),
    actionsColumn(t, (row) => <PlanRowMenu plan={row} ask={ask} />),
  ];
}
