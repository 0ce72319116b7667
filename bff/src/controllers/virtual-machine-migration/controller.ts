import { virtualMachineMigrations } from '../../api/generated/virtual-machine-migration.ts';
import { dataVolumes } from '../../api/kinds/cdi.ts';
import { jobs, pods } from '../../api/kinds/core.ts';
import { virtualMachines } from '../../api/kinds/kubevirt.ts';
import { keyOf, type KubeObject, type ObjectKey, type Resource } from '../../api/resource.ts';
import { startController, type Controller, type ControllerObserver } from '../../kube/controller.ts';
import { watchMapped, watchObjects, type ControllerWatch } from '../../kube/controller-watch.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { Informer } from '../../kube/informer.ts';
import { runLabel } from '../../migration/labels.ts';
import type { FollowedTargets } from '../../migration/target/target-clusters.ts';
import type { Log } from '../../platform/log.ts';
import { watchTargets } from './watch-targets.ts';
import { machineReconciler, type ReconcilePorts } from './reconcile.ts';

export interface MachineControllerOptions extends Omit<ReconcilePorts, 'client'> {
  readonly targets: FollowedTargets;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly concurrency?: number;
  readonly observer?: ControllerObserver;
}

const uidIndex = 'uid';

/** Drives every run: woken by the run itself and by what it made, here or in another cluster. */
export function startMachineController({ cluster, ...options }: MachineControllerOptions): Controller {
  const runs = cluster.informer({ resource: virtualMachineMigrations });
  runs.addIndex(uidIndex, ({ metadata }) => (metadata.uid ? [metadata.uid] : []));
  const runsOf = ({ metadata }: KubeObject): ObjectKey[] =>
    runs.byIndex(uidIndex, metadata.labels?.[runLabel] ?? '').map(keyOf);
  const made = <T extends KubeObject>(resource: Resource<T>): ControllerWatch => {
    const informer: Informer<T> = cluster.informer({ resource, labelSelector: runLabel });
    return watchMapped(informer, runsOf);
  };
  return startController({
    name: 'virtual-machine-migration',
    watches: [
      watchObjects(runs),
      made(dataVolumes),
      made(pods),
      made(jobs),
      made(virtualMachines),
      watchTargets(runs, options.targets, runsOf),
    ],
    reconcile: machineReconciler({ ...options, client: cluster.client }),
    clock: options.clock,
    log: options.log,
    concurrency: options.concurrency ?? 32,
    observer: options.observer,
  });
}
