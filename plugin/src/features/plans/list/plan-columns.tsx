import { Badge } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { PlanRow } from '@gantry/bff/api/http/plans.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { formatDuration, formatNumber, formatTime, secondsBetween } from '../../../shared/format.ts';
import { key, type Translate } from '../../../shared/i18n.ts';
import { BytesProgress } from '../../../shared/progress/bytes-progress.tsx';
import { planAppearance } from '../../../shared/states/appearance.ts';
import { StatusCell } from '../../../shared/states/status-cell.tsx';
import type { Column } from '../../../shared/table/data-table.tsx';
import { PlanRowMenu } from './plan-row-menu.tsx';
import type { Asked } from '../actions/plan-dialog.tsx';

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

export function planColumns(t: Translate, scope: 'all' | 'project', ask: (asked: Asked) => void): Column<PlanRow>[] {
  const projectColumn: Column<PlanRow> = {
    key: 'project',
    title: t('Project'),
    sort: 'project',
    cell: (row) => row.namespace,
  };
  return [
    {
      key: 'name',
      title: t('Name'),
      sort: 'name',
      cell: (row) => (
        <>
          <Link to={detailsAddress('Plan', row)}>{row.name}</Link>{' '}
          <Badge isRead aria-hidden>
            PL
          </Badge>
        </>
      ),
    },
    ...(scope === 'all' ? [projectColumn] : []),
    {
      key: 'status',
      title: t('Status'),
      sort: 'status',
      cell: (row) => <StatusCell appearance={planAppearance[row.state]} message={row.message} />,
    },
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
    {
      key: 'actions',
      title: t('Actions'),
      titleVisibility: 'hidden',
      cell: (row) => <PlanRowMenu plan={row} ask={ask} />,
    },
  ];
}
