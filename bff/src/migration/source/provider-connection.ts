import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets, type Secret } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { NotFoundError } from '../../platform/errors.ts';
import type { Connection, ProviderConnector } from '../../providers/driver.ts';
import { secretRevision } from './secret-revision.ts';
import type { ProviderIdentity } from './sources.ts';

export interface ProviderConnection<C extends ProviderConnector> {
  readonly provider: Provider;
  readonly secret: Secret;
  readonly connector: C;
  readonly connection: Connection;
  /** Of Provider and Secret; another one needs a new session. */
  readonly version: string;
}

/** Reads a provider and its Secret where they stand. Throws NotFoundError (`secret-missing`), or what `connection` throws. */
export async function readProviderConnection<C extends ProviderConnector>(
  client: Client,
  connectors: ReadonlyMap<string, C>,
  { namespace, name, uid }: ProviderIdentity,
): Promise<ProviderConnection<C>> {
  const provider = await client.find(providers, { namespace, name });
  // A provider made again under the name may lead to another place.
  if (provider?.metadata.uid !== uid) throw missing(name);
  const connector = connectors.get(provider.spec.type);
  if (connector === undefined) throw missing(name);
  const secret = await secretOf(client, provider);
  const data = Object.entries(secret.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  const revision = secretRevision(secret);
  const connection = connector.connection({
    url: provider.spec.url ?? '',
    settings: provider.spec.settings ?? {},
    secret: Object.fromEntries(data) as Record<string, string>,
    revision,
  });
  return { provider, secret, connector, connection, version: `${provider.metadata.generation ?? 0}/${revision}` };
}

async function secretOf(client: Client, { metadata, spec }: Provider): Promise<Secret> {
  const { namespace = metadata.namespace, name = '' } = spec.secret;
  // As the provider controller: a provider uses Secrets of its own namespace only.
  const foreign = namespace !== metadata.namespace;
  const secret = name === '' || foreign ? undefined : await client.find(secrets, { namespace, name });
  if (secret === undefined) throw missing(metadata.name);
  return secret;
}

function missing(provider: string): NotFoundError {
  return new NotFoundError(`The provider ${provider} or its Secret does not exist.`, {
    code: 'secret-missing',
    parameters: { provider },
  });
}
