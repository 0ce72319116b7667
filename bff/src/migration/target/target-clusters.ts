import type { KubeObject } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import { RestClient } from '../../kube/rest-client.ts';
import type { Transport } from '../../kube/transport.ts';
import type { DriverContext, ProviderConnector } from '../../providers/driver.ts';
import { remoteTransport } from '../../providers/openshift/remote-transport.ts';
import { readProviderConnection } from '../source/provider-connection.ts';
import type { ProviderIdentity } from '../source/sources.ts';
import { watchMade } from './target-watches.ts';

/** The ways to the clusters that machines go to. */
export interface TargetClusters {
  /**
   * Acts as the service where no provider is named, else with the provider's token. Throws as `readProviderConnection`;
   * what the cluster refuses shows with the first request.
   */
  client(provider: ProviderIdentity | undefined): Promise<Client>;
}

/** Those that tell what happens there. */
export interface FollowedTargets extends TargetClusters {
  /**
   * Calls `changed` with what runs made in the provider's cluster, when it changes, until the returned function is
   * called. Begins with the next `client`, whose token it shares.
   */
  follow(provider: Pick<ProviderIdentity, 'uid'>, changed: (object: KubeObject) => void): () => void;
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
  readonly transport: Transport;
}

/** Whoever follows one cluster, and by which token it is watched. */
interface Followed {
  readonly changed: (object: KubeObject) => void;
  version?: string;
  leave: () => void;
}

/** One client per provider, shared by all its machines and replaced when Provider or Secret change. */
export function targetClusters(options: TargetClustersOptions): FollowedTargets {
  const { home, connectors, driverContext, random } = options;
  const { clock } = driverContext;
  const kept = new Map<string, Kept>();
  const followed = new Map<string, Followed>();
  const watch = (uid: string, { version, transport }: Kept) => {
    const watched = followed.get(uid);
    if (watched === undefined || watched.version === version) return;
    watched.leave();
    watched.version = version;
    watched.leave = watchMade(transport, watched.changed, { clock, random });
  };
  return {
    async client(provider) {
      if (provider === undefined) return home;
      const { connection, version } = await readProviderConnection(home, connectors, provider);
      const present = kept.get(provider.uid);
      const transport = remoteTransport(connection, driverContext, random);
      const current =
        present?.version === version ? present : { version, transport, client: new RestClient(transport) };
      kept.set(provider.uid, current);
      watch(provider.uid, current);
      return current.client;
    },
    follow({ uid }, changed) {
      const one: Followed = { changed, leave: () => undefined };
      followed.get(uid)?.leave();
      followed.set(uid, one);
      return () => {
        one.leave();
        if (followed.get(uid) === one) followed.delete(uid);
      };
    },
  };
}
