import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { Cluster } from '../../kube/cluster.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Connection, DriverContext, ProviderDriver, SourceSession } from '../../providers/driver.ts';
import { loginGuard } from '../../providers/login-guard.ts';
import { refusedLogins } from './refused-logins.ts';
import { secretRevision } from './secret-revision.ts';
import type { OpenSource, ProviderIdentity, Sources } from './sources.ts';

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
    const { cluster, drivers, vddkImage } = this.#options;
    const provider = await cluster.client.find(providers, { namespace: identity.namespace, name: identity.name });
    // A provider made again under the name may lead to another source.
    if (provider?.metadata.uid !== identity.uid) throw missing(identity.name);
    const driver = drivers.get(provider.spec.type);
    if (driver === undefined) throw missing(identity.name);
    const secret = await this.#secretOf(provider);
    const { session, connection } = await this.#sessionOf(provider, secret, driver);
    return {
      session,
      connection,
      transfers: driver.transfers,
      fingerprint: provider.status?.fingerprint ?? '',
      vddkImage: provider.spec.settings?.vddkInitImage || vddkImage,
    };
  }

  async close(): Promise<void> {
    const sessions = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(sessions.map(({ session }) => session.close()));
  }

  async #secretOf(provider: Provider): Promise<Secret> {
    const { namespace = provider.metadata.namespace, name = '' } = provider.spec.secret;
    // As the provider controller: a provider uses Secrets of its own namespace only.
    const foreign = namespace !== provider.metadata.namespace;
    const secret =
      name === '' || foreign ? undefined : await this.#options.cluster.client.find(secrets, { namespace, name });
    if (secret === undefined) throw missing(provider.metadata.name);
    return secret;
  }

  async #sessionOf(provider: Provider, secret: Secret, driver: ProviderDriver): Promise<Kept> {
    const uid = provider.metadata.uid ?? '';
    const revision = secretRevision(secret);
    const version = `${provider.metadata.generation ?? 0}/${revision}`;
    const kept = this.#kept.get(uid);
    if (kept?.version === version) return kept;
    const data = Object.entries(secret.data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]);
    const connection = driver.connection({
      url: provider.spec.url ?? '',
      settings: provider.spec.settings ?? {},
      secret: Object.fromEntries(data) as Record<string, string>,
      revision,
    });
    if (refusedLogins(provider, secret) > 0) loginGuard(connection, this.#options.driverContext).refusedBefore();
    const opened = { version, connection, session: driver.source(connection, this.#options.driverContext) };
    this.#kept.set(uid, opened);
    await kept?.session.close();
    return opened;
  }
}

function missing(provider: string): NotFoundError {
  return new NotFoundError(`The provider ${provider} or its Secret does not exist.`, {
    code: 'secret-missing',
    parameters: { provider },
  });
}
