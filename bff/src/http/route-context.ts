import type { Config } from '../config/config.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { Clock } from '../platform/clock.ts';
import type { TargetClusters } from '../migration/target/target-clusters.ts';
import type { ProviderConnector } from '../providers/driver.ts';
import type { Catalog } from './catalog.ts';
import type { PinnedContext } from './context-at.ts';
import type { LiveTickets } from './live-tickets.ts';

/** What routes are made with; built once in app.ts. */
export interface RouteContext {
  readonly cluster: Cluster;
  readonly catalog: Catalog;
  readonly tickets: LiveTickets;
  readonly clock: Clock;
  readonly config: Pick<Config, 'serviceNamespace' | 'allowedAddresses' | 'clusterAddresses'>;
  readonly targets: TargetClusters;
  readonly connectors: ReadonlyMap<string, ProviderConnector>;
  /** Reaches one address only; for servers that users name. */
  readonly contextAt: (address: string) => PinnedContext;
  readonly version: string;
}
