import type { Provider } from '../api/generated/provider.ts';
import { secrets, type Secret } from '../api/kinds/core.ts';
import type { ObjectKey } from '../api/resource.ts';
import { isForbidden } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';

/** What one has seen of that which people edit; writes of the status change neither part. */
export interface ProviderVersion {
  readonly provider: string;
  /** Absent for those who may not read the Secret. */
  readonly credentials?: string;
}

export function secretKeyOf({ spec, metadata }: Provider): ObjectKey {
  return { namespace: spec.secret.namespace ?? metadata.namespace, name: spec.secret.name ?? '' };
}

/** The provider's Secret, for callers who may read it. */
export async function readableSecret(client: Client, provider: Provider): Promise<Secret | undefined> {
  const key = secretKeyOf(provider);
  if (key.name === '') return undefined;
  try {
    return await client.find(secrets, key);
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

export function providerVersion({ metadata }: Provider, secret: Secret | undefined): ProviderVersion {
  return { provider: String(metadata.generation ?? 0), credentials: secret?.metadata.resourceVersion };
}
