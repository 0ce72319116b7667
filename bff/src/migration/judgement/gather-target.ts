import type { Provider } from '../../api/generated/provider.ts';
import type { Client } from '../../kube/client.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { isLocal } from '../needed-rights.ts';
import type { ProviderIdentity } from '../source/sources.ts';
import type { TargetClusters } from '../target/target-clusters.ts';
import { hasCondition } from './finding.ts';

export interface TargetPorts {
  readonly cluster: Cluster;
  readonly targets: TargetClusters;
}

/** The cluster that machines go to, as it can be asked now; undefined for another one that is not ready. */
export async function gatherTarget(
  { cluster, targets }: TargetPorts,
  destination: Provider | undefined,
): Promise<Client | undefined> {
  const remote = remoteTarget(destination);
  if (remote === undefined) return cluster.client;
  return hasCondition(destination?.status?.conditions, 'Ready') ? targets.client(remote) : undefined;
}

/** undefined for the cluster that the service runs in. */
export function remoteTarget(destination: Provider | undefined): ProviderIdentity | undefined {
  if (destination?.spec.type !== 'openshift' || isLocal(destination)) return undefined;
  const { namespace = '', name, uid = '' } = destination.metadata;
  return { namespace, name, uid };
}
