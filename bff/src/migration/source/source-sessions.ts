import type { Cluster } from '../../kube/cluster.ts';
import type { Connection, DriverContext, ProviderDriver, SourceSession } from '../../providers/driver.ts';
import { loginGuard } from '../../providers/login-guard.ts';
import { readProviderConnection, type ProviderConnection } from './provider-connection.ts';
import { refusedLogins } from './refused-logins.ts';
import type { OpenSource, ProviderIdentity, Sources } from './sources.ts';
import { throughHost } from './through-host.ts';

export interface SourceSessionsOptions {
  readonly cluster: Cluster;
  /** By provider type. */
  readonly drivers: ReadonlyMap<string, ProviderDriver>;
  readonly driverContext: DriverContext;
  /** Used where a provider names none. */
  readonly vddkImage?: string;
}

interface Kept {
  /** Of Provider and Secret; another one needs a new session. */
  readonly version: string;
  readonly session: SourceSession;
  readonly connection: Connection;
}

/** One session per provider, shared by all its machines and replaced when Provider or Secret change. */
export class SourceSessions implements Sources {
  readonly #options: SourceSessionsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SourceSessionsOptions) {
    this.#options = options;
  }

  async open(identity: ProviderIdentity): Promise<OpenSource> {
    const { cluster, drivers, driverContext, vddkImage } = this.#options;
    const read = await readProviderConnection(cluster.client, drivers, identity);
    const { session, connection } = await this.#sessionOf(read);
    const { provider, connector } = read;
    const access = connector.hosts;
    return {
      session,
      connection,
      transfers: connector.transfers,
      fingerprint: provider.status?.fingerprint ?? '',
      vddkImage: provider.spec.settings?.vddkInitImage || vddkImage,
      ...(access && {
        throughHost: (host) => throughHost({ client: cluster.client, context: driverContext, access }, host),
      }),
    };
  }

  async close(): Promise<void> {
    const sessions = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(sessions.map(({ session }) => session.close()));
  }

  async #sessionOf({
    provider,
    secret,
    connector,
    connection,
    version,
  }: ProviderConnection<ProviderDriver>): Promise<Kept> {
    const uid = provider.metadata.uid ?? '';
    const kept = this.#kept.get(uid);
    if (kept?.version === version) return kept;
    if (refusedLogins(provider, secret) > 0) loginGuard(connection, this.#options.driverContext).refusedBefore();
    const opened = { version, connection, session: connector.source(connection, this.#options.driverContext) };
    this.#kept.set(uid, opened);
    await kept?.session.close();
    return opened;
  }
}
