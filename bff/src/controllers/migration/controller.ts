import { migrations } from '../../api/generated/migration.ts';
import { plans, type Plan } from '../../api/generated/plan.ts';
import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { startController, type Controller, type ControllerObserver } from '../../kube/controller.ts';
import { generationChanged, watchMapped, watchObjects, type ControllerWatch } from '../../kube/controller-watch.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Log } from '../../platform/log.ts';
import { keyOfMigration } from './missing-plan.ts';
import { migrationReconciler, type ReconcilerPorts } from './reconcile.ts';

export interface MigrationControllerOptions extends Omit<ReconcilerPorts, 'client'> {
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
  return startController({
    name: 'migration',
    watches: [
      ...awaited,
      watchObjects(cluster.informer({ resource: plans }), { updated: judgedAnew }),
      watchMapped(cluster.informer({ resource: migrations }), (migration) => [keyOfMigration(migration)], {
        updated: generationChanged,
      }),
      watchMapped(cluster.informer({ resource: virtualMachineMigrations }), ({ spec }) => [
        { name: spec.plan.name, namespace: spec.plan.namespace },
      ]),
    ],
    reconcile: migrationReconciler({ ...options, client: cluster.client }),
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
