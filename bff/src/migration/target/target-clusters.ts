import type { Client } from '../../kube/client.ts';
import { RestClient } from '../../kube/rest-client.ts';
import type { DriverContext, ProviderConnector } from '../../providers/driver.ts';
import { remoteTransport } from '../../providers/openshift/remote-transport.ts';
import { readProviderConnection } from '../source/provider-connection.ts';
import type { ProviderIdentity } from '../source/sources.ts';

/** The ways to the clusters that machines go to. */
export interface TargetClusters {
  /**
   * Acts as the service where no provider is named, else with the provider's token. Throws as `readProviderConnection`;
   * what the cluster refuses shows with the first request.
   */
  client(provider: ProviderIdentity | undefined): Promise<Client>;
}

export interface TargetClustersOptions {
  /** Of the cluster that the service runs in. */
  readonly home: Client;
  /** By provider type. */
  readonly connectors: ReadonlyMap<string, ProviderConnector>;
  readonly driverContext: DriverContext;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

interface Kept {
  readonly version: string;
  readonly client: Client;
}

/** One client per provider, shared by all its machines and replaced when Provider or Secret change. */
export function targetClusters(options: TargetClustersOptions): TargetClusters {
  const { home, connectors, driverContext, random } = options;
  const kept = new Map<string, Kept>();
  return {
    async client(provider) {
      if (provider === undefined) return home;
      const { connection, version } = await readProviderConnection(home, connectors, provider);
      const present = kept.get(provider.uid);
      if (present?.version === version) return present.client;
      const client = new RestClient(remoteTransport(connection, driverContext, random));
      kept.set(provider.uid, { version, client });
      return client;
    },
  };
}
