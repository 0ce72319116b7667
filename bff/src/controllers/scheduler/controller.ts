import {
  virtualMachineMigrations,
  type VirtualMachineMigration,
} from '../../api/generated/virtual-machine-migration.ts';
import { startController, type Controller, type ControllerObserver } from '../../kube/controller.ts';
import { watchMapped, watchOther, type ControllerWatch } from '../../kube/controller-watch.ts';
import { CachedClient } from '../../kube/cached-client.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { contenderOf } from '../../migration/contender.ts';
import { providerLabel } from '../../migration/labels.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { CurrentSettings } from '../current-settings.ts';
import { limitsOf } from './limits.ts';
import { schedulerReconciler } from './reconcile.ts';

export interface SchedulerOptions {
  readonly cluster: Cluster;
  readonly settings: CurrentSettings;
  /** What else has to be known before the first look. */
  readonly awaited?: readonly ControllerWatch[];
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: ControllerObserver;
}

/** One key per source provider; looks again when a run begins to wait, leaves its stage or needs less, and at other limits. */
export function startScheduler({ cluster, settings, awaited = [], ...options }: SchedulerOptions): Controller {
  const runs = cluster.informer({ resource: virtualMachineMigrations });
  const provider = (run: VirtualMachineMigration) => [{ name: run.spec.resolved.source.provider.uid }];
  const differs = (before: VirtualMachineMigration, after: VirtualMachineMigration) =>
    JSON.stringify(contenderOf(before)) !== JSON.stringify(contenderOf(after));
  return startController({
    name: 'scheduler',
    watches: [
      ...awaited,
      watchMapped(runs, provider, { updated: differs }),
      watchOther((enqueue) => settings.changed(() => runs.list().flatMap(provider).forEach(enqueue))),
    ],
    reconcile: schedulerReconciler({
      client: new CachedClient(cluster.client, options.clock, [
        { resource: virtualMachineMigrations, informer: runs, labels: [providerLabel] },
      ]),
      limits: () => limitsOf(settings.now),
      clock: options.clock,
    }),
    clock: options.clock,
    log: options.log,
    concurrency: 1,
    observer: options.observer,
  });
}
