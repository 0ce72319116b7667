import { migrations } from '../../api/generated/migration.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { startController, type Controller, type ControllerObserver } from '../../kube/controller.ts';
import { generationChanged, watchMapped, watchObjects, type ControllerWatch } from '../../kube/controller-watch.ts';
import { CachedClient } from '../../kube/cached-client.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { planLabel } from '../../migration/labels.ts';
import type { Log } from '../../platform/log.ts';
import { keyOfMigration } from './missing-plan.ts';
import { migrationReconciler, type ReconcilerPorts } from './reconcile.ts';

export interface MigrationControllerOptions extends Omit<ReconcilerPorts, 'client' | 'server'> {
  /** What else has to be known before the first look. */
  readonly awaited?: readonly ControllerWatch[];
  readonly cluster: Cluster;
  readonly log: Log;
  readonly observer?: ControllerObserver;
}

/** One key per Plan: its Migrations run one after the other. */
export function startMigrationController({
  cluster,
  awaited = [],
  ...options
}: MigrationControllerOptions): Controller {
  const all = {
    plans: cluster.informer({ resource: plans }),
    migrations: cluster.informer({ resource: migrations }),
    runs: cluster.informer({ resource: virtualMachineMigrations }),
  };
  const client = new CachedClient(cluster.client, options.clock, [
    { resource: plans, informer: all.plans },
    { resource: migrations, informer: all.migrations },
    { resource: virtualMachineMigrations, informer: all.runs, labels: [planLabel] },
  ]);
  return startController({
    name: 'migration',
    watches: [
      ...awaited,
      watchObjects(all.plans, { updated: judgedAnew }),
      watchMapped(all.migrations, (migration) => [keyOfMigration(migration)], { updated: generationChanged }),
      watchMapped(all.runs, ({ spec }) => [{ name: spec.plan.name, namespace: spec.plan.namespace }]),
    ],
    reconcile: migrationReconciler({ ...options, client, server: cluster.client }),
    clock: options.clock,
    log: options.log,
    observer: options.observer,
  });
}

/** The roll-up in a Plan's status is our own writing. */
function judgedAnew(before: Plan, after: Plan): boolean {
  const conditions = ({ status }: Plan) => JSON.stringify([status?.observedGeneration, status?.conditions]);
  return generationChanged(before, after) || conditions(before) !== conditions(after);
}
