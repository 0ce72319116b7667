import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { migrations, type Migration } from '../../api/generated/migration.ts';
import { plans } from '../../api/generated/plan.ts';
import { providers } from '../../api/generated/provider.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { hasCondition } from '../judgement/finding.ts';
import { referredKey } from '../judgement/gather-references.ts';
import { durationSeconds, gaugeRows } from './gauges.ts';
import { planLabels, planOf, type Records } from './records.ts';

export interface MigrationMetricsOptions {
  readonly registry: Registry;
  readonly cluster: Cluster;
  /** Of several replicas one tells: the others say nothing, lest sums count everything twice. */
  readonly isTelling: () => boolean;
}

const ends = ['Succeeded', 'Failed', 'Canceled'] as const;
const hour = 3600;
const common = ['provider', 'mode', 'target'];

/** MTV's metrics of plans and migrations, read from the caches whenever metrics are collected. Call once per registry. */
export function migrationMetrics({ registry, cluster, isTelling }: MigrationMetricsOptions): void {
  const registers = [registry];
  countEnded(registry, () => (isTelling() ? recordsOf(cluster) : undefined));
  for (const { name, help, labels, samples } of gaugeRows) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers,
      collect: () => {
        gauge.reset();
        if (!isTelling()) return;
        for (const sample of samples(recordsOf(cluster))) gauge.set({ ...sample.labels }, sample.value);
      },
    });
  }
}

/** Counts each migration once, when it is first seen to have ended: that is when the first of these is collected. */
function countEnded(registry: Registry, read: () => Records | undefined): void {
  const registers = [registry];
  const known = new Set<string>();
  const count = () => {
    const records = read();
    if (records === undefined) return;
    for (const migration of records.migrations) {
      const uid = migration.metadata.uid ?? '';
      const status = endOf(migration);
      const plan = planOf(records, migration);
      if (status === undefined || plan === undefined || known.has(uid)) continue;
      known.add(uid);
      const labels = planLabels(records, plan);
      total.inc({ status, ...labels });
      byPlan.inc({ status, ...labels, plan: plan.metadata.uid ?? '' });
      if (status === 'Succeeded') durations.observe({ ...labels }, durationSeconds(migration.status ?? {}));
    }
  };
  const total = new Counter({
    name: 'mtv_migrations_status_total',
    help: 'Migrations that have ended, by how.',
    labelNames: ['status', ...common],
    registers,
    collect: count,
  });
  const byPlan = new Counter({
    name: 'mtv_workload_migrations_status_total',
    help: 'Migrations that have ended, by how and by plan.',
    labelNames: ['status', ...common, 'plan'],
    registers,
  });
  const durations = new Histogram({
    name: 'mtv_migrations_duration_seconds',
    help: 'Lengths of migrations that have succeeded.',
    labelNames: common,
    buckets: [1, 2, 5, 10, 24, 48].map((hours) => hours * hour),
    registers,
  });
}

function endOf({ status }: Migration): (typeof ends)[number] | undefined {
  return status?.completed === undefined ? undefined : ends.find((type) => hasCondition(status.conditions, type));
}

function recordsOf(cluster: Cluster): Records {
  const known = cluster.informer({ resource: providers });
  const knownPlans = cluster.informer({ resource: plans });
  return {
    plans: knownPlans.list(),
    plan: (key) => knownPlans.get(key),
    migrations: cluster.informer({ resource: migrations }).list(),
    runs: cluster.informer({ resource: virtualMachineMigrations }).list(),
    provider: (ref, namespace) => {
      const key = referredKey(ref, namespace);
      return key === undefined ? undefined : known.get(key);
    },
  };
}
