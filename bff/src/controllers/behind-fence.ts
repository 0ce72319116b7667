import type { Cluster } from '../kube/cluster.ts';
import type { OpenCluster } from '../kube/open-cluster.ts';
import { fenced, type Fence } from '../platform/fence.ts';
import type { Send } from '../platform/wire.ts';
import type { DriverContext } from '../providers/driver.ts';

/** Every way on which controllers act: on the API server, on sources and on pods. */
export interface WaysOut<C extends Cluster = Cluster> {
  readonly cluster: C;
  readonly driverContext: DriverContext;
  readonly pods: Send;
}

/**
 * The same ways, open to the leader only. Creates and deletes carry no version by which the API server could refuse a
 * former leader, so they are fenced too.
 */
export function behindFence({ cluster, driverContext, pods }: WaysOut<OpenCluster>, isLeader: Fence): WaysOut {
  return {
    cluster: cluster.behind(isLeader),
    driverContext: { ...driverContext, send: (link) => fenced(driverContext.send(link), isLeader) },
    pods: fenced(pods, isLeader),
  };
}
