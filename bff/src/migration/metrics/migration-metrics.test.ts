import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { migrations, type Migration } from '../../api/generated/migration.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import { providers } from '../../api/generated/provider.ts';
import type { Condition, KubeObject, Resource } from '../../api/resource.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { plan, provider } from '../../testing/plan-scope.ts';
import { migrationMetrics } from './migration-metrics.ts';

const holds = (type: string): Condition => ({ type, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' });

/** Caches that hold what the test puts there. */
class Caches {
  readonly objects = new Map<Resource, readonly KubeObject[]>();
  readonly cluster = {
    informer: ({ resource }: { readonly resource: Resource }) => ({
      list: () => this.objects.get(resource) ?? [],
      get: ({ name }: { readonly name: string }) =>
        (this.objects.get(resource) ?? []).find(({ metadata }) => metadata.name === name),
    }),
  } as unknown as Cluster;
}

function migration(name: string, condition: string, seconds: number): Migration {
  const completed = new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toISOString();
  return {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Migration',
    metadata: { name, namespace: 'migrations', uid: name },
    spec: { plan: { name: 'spring', namespace: 'migrations' } },
    status: { started: '2026-01-01T00:00:00Z', completed, conditions: [holds(condition)] },
  };
}

function planWith(name: string, conditions: Condition[], deleted?: string): Plan {
  const made = plan();
  const metadata = { ...made.metadata, name, uid: name, ...(deleted && { deletionTimestamp: deleted }) };
  return { ...made, metadata, status: { conditions } };
}

async function read(caches: Caches, registry = new Registry(), isTelling = () => true) {
  migrationMetrics({ registry, cluster: caches.cluster, isTelling });
  return async (name: string) =>
    (await registry.getSingleMetricAsString(name)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const vsphere = 'provider="vsphere",mode="Cold",target="Local"';

function furnished(): Caches {
  const caches = new Caches();
  caches.objects.set(providers, [provider('vcenter', 'vsphere'), provider('host', 'openshift')]);
  return caches;
}

test('a plan is in one state, deletion first and what bars it last', async () => {
  const caches = furnished();
  caches.objects.set(plans, [
    planWith('a', [holds('Succeeded')]),
    planWith('b', [holds('Succeeded')]),
    planWith('c', [holds('Executing'), holds('Failed')]),
    planWith('d', [{ ...holds('VMNotFound'), category: 'Critical' }]),
    planWith('e', []),
    planWith('f', [holds('Succeeded')], '2026-01-01T00:00:00Z'),
  ]);
  const metric = await read(caches);
  expect(await metric('mtv_plans_status')).toEqual([
    `mtv_plans_status{status="Succeeded",${vsphere}} 2`,
    `mtv_plans_status{status="Executing",${vsphere}} 1`,
    `mtv_plans_status{status="Blocked",${vsphere}} 1`,
    `mtv_plans_status{status="Pending",${vsphere}} 1`,
    `mtv_plans_status{status="Deleted",${vsphere}} 1`,
  ]);
  expect(await metric('mtv_plan_alert_status')).toHaveLength(3);
  caches.objects.set(plans, []);
  expect(await metric('mtv_plan_alert_status')).toEqual([]);
});

test('a migration is counted once, also when it is gone; a running one is not', async () => {
  const caches = furnished();
  caches.objects.set(plans, [planWith('spring', [])]);
  const running = migration('running', 'Executing', 60);
  caches.objects.set(migrations, [
    migration('one', 'Succeeded', 2 * 3600),
    migration('two', 'Failed', 60),
    { ...running, status: { started: '2026-01-01T00:00:00Z' } },
  ]);
  const metric = await read(caches);
  const counted = [
    `mtv_migrations_status_total{status="Succeeded",${vsphere}} 1`,
    `mtv_migrations_status_total{status="Failed",${vsphere}} 1`,
  ];
  expect(await metric('mtv_migrations_status_total')).toEqual(counted);
  expect(await metric('mtv_migrations_status_total')).toEqual(counted);
  expect(await metric('mtv_migration_duration_seconds')).toEqual([
    `mtv_migration_duration_seconds{${vsphere},plan="spring"} 7200`,
  ]);
  caches.objects.set(migrations, []);
  expect(await metric('mtv_migrations_status_total')).toEqual(counted);
  expect(await metric('mtv_migrations_duration_seconds')).toContain(
    `mtv_migrations_duration_seconds_bucket{le="7200",${vsphere}} 1`,
  );
});

test('a replica that does not lead tells nothing', async () => {
  const caches = furnished();
  caches.objects.set(plans, [planWith('spring', [holds('Succeeded')])]);
  caches.objects.set(migrations, [migration('one', 'Succeeded', 60)]);
  const metric = await read(caches, new Registry(), () => false);
  for (const name of ['mtv_plans_status', 'mtv_migrations_status_total', 'gantry_sources_not_restored'])
    expect((await metric(name)).filter((line) => !line.endsWith(' 0'))).toEqual([]);
});
