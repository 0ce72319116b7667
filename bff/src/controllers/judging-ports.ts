import type { Inventories } from '../inventory/inventory.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { ControllerObserver } from '../kube/controller.ts';
import type { EventRecorder } from '../kube/events.ts';
import type { TargetClusters } from '../migration/target/target-clusters.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

/** What the controllers that judge maps and plans act with. */
export interface JudgingPorts {
  readonly cluster: Cluster;
  readonly inventories: Inventories;
  readonly targets: TargetClusters;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventRecorder;
  readonly observer?: ControllerObserver;
}
