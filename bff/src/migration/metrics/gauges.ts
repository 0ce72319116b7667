import type { Plan } from '../../api/generated/plan.ts';
import { hasCondition, isBlocker } from '../judgement/finding.ts';
import { planLabels, planOf, summed, type Records, type Sample } from './records.ts';

export interface GaugeRow {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (records: Records) => readonly Sample[];
}

const common = ['provider', 'mode', 'target'];

/** Those of MTV by their names and labels, then ours; all are computed anew whenever metrics are read. */
export const gaugeRows: readonly GaugeRow[] = [
  {
    name: 'mtv_plans_status',
    help: 'Plans by status.',
    labels: ['status', ...common],
    samples: (records) =>
      summed(
        records.plans.map((plan) => ({ labels: { status: statusOf(plan), ...planLabels(records, plan) }, value: 1 })),
      ),
  },
  {
    name: 'mtv_plan_alert_status',
    help: '1 for every plan that has succeeded, failed or is executing.',
    labels: ['status', ...common, 'plan', 'plan_name', 'phase'],
    samples: (records) =>
      records.plans.flatMap((plan) => {
        const status = statusOf(plan);
        if (!alerting.has(status)) return [];
        const { uid = '', name } = plan.metadata;
        const phase = phaseOf(plan, status);
        return [{ labels: { status, ...planLabels(records, plan), plan: uid, plan_name: name, phase }, value: 1 }];
      }),
  },
  {
    name: 'mtv_migration_duration_seconds',
    help: 'Length of the last migration of a plan that has succeeded.',
    labels: [...common, 'plan'],
    samples: (records) =>
      records.migrations
        .filter(({ status }) => hasCondition(status?.conditions, 'Succeeded'))
        .toSorted((one, other) => (one.status?.completed ?? '').localeCompare(other.status?.completed ?? ''))
        .flatMap((migration) => {
          const plan = planOf(records, migration);
          if (plan === undefined) return [];
          const value = durationSeconds(migration.status ?? {});
          return [{ labels: { ...planLabels(records, plan), plan: plan.metadata.uid ?? '' }, value }];
        }),
  },
  {
    name: 'mtv_migration_data_transferred_bytes',
    help: 'Bytes that the disks of a plan have copied.',
    labels: [...common, 'plan'],
    samples: (records) =>
      records.plans
        .filter(({ status }) => (status?.migration?.vms ?? []).length > 0)
        .map((plan) => ({
          labels: { ...planLabels(records, plan), plan: plan.metadata.uid ?? '' },
          value: copiedBytes(plan),
        })),
  },
  {
    name: 'gantry_machines',
    help: 'Runs of machines by state.',
    labels: ['state'],
    samples: ({ runs }) => summed(runs.map(({ status }) => ({ labels: { state: status?.state ?? 'New' }, value: 1 }))),
  },
  {
    name: 'gantry_sources_not_restored',
    help: 'Machines whose source could not be restored: off although it ran before, or with snapshots of the run.',
    labels: [],
    samples: ({ runs }) => [
      { labels: {}, value: runs.filter(({ status }) => hasCondition(status?.conditions, 'SourceNotRestored')).length },
    ],
  },
];

const alerting: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Executing']);
const statuses = ['Executing', 'Succeeded', 'Failed', 'Canceled'] as const;

/** One of MTV's: deletion and progress first, what bars it last. */
function statusOf({ metadata, status }: Plan): string {
  if (metadata.deletionTimestamp !== undefined) return 'Deleted';
  const found = statuses.find((type) => hasCondition(status?.conditions, type));
  if (found !== undefined) return found;
  const bars = (status?.conditions ?? []).some((each) => each.status === 'True' && isBlocker(each.category));
  return bars ? 'Blocked' : 'Pending';
}

/** MTV's: where failed machines stopped, each phase once. */
function phaseOf({ status }: Plan, planStatus: string): string {
  if (planStatus === 'Succeeded') return 'Completed';
  if (planStatus === 'Executing') return 'Executing';
  const phases = (status?.migration?.vms ?? []).flatMap(({ error }) => (error?.phase ? [error.phase] : []));
  return [...new Set(phases)].sort().join(',');
}

const copyRows: ReadonlySet<string> = new Set(['DiskTransfer', 'DiskTransferV2v']);
const bytesPerMegabyte = 1024 * 1024;

function copiedBytes({ status }: Plan): number {
  const rows = (status?.migration?.vms ?? []).flatMap(({ pipeline }) => pipeline);
  return rows
    .filter(({ name }) => copyRows.has(name))
    .reduce((sum, { progress }) => sum + progress.completed * bytesPerMegabyte, 0);
}

export function durationSeconds({ started, completed }: { readonly started?: string; readonly completed?: string }) {
  if (started === undefined || completed === undefined) return 0;
  return Math.max(0, (Date.parse(completed) - Date.parse(started)) / 1000);
}
