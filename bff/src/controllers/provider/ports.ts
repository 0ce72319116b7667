import type { Inventories } from '../../inventory/inventory.ts';
import type { InventoryIdentity } from '../../inventory/provider-inventories.ts';
import type { Cluster } from '../../kube/cluster.ts';
import type { ControllerObserver } from '../../kube/controller.ts';
import type { EventRecorder } from '../../kube/events.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Connection, DriverContext, ProviderConnector } from '../../providers/driver.ts';

/** Inventories, and the power to start and stop them. */
export interface InventoryControl extends Inventories {
  /** Starts the provider's inventory; one of another version is replaced, one of the same goes on. */
  start(provider: InventoryIdentity, connection: Connection): void;
  stop(providerUid: string): void;
}

export interface ProviderPorts {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventRecorder;
  /** By provider type. */
  readonly connectors: ReadonlyMap<string, ProviderConnector>;
  readonly driverContext: DriverContext;
  readonly inventories: InventoryControl;
  /** Where the provider `host` stands. */
  readonly serviceNamespace: string;
  /** Used where a provider names none. */
  readonly vddkImage?: string;
  readonly observer?: ControllerObserver;
}
