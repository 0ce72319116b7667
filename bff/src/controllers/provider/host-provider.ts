import { providers, type Provider } from '../../api/generated/provider.ts';
import type { ObjectKey } from '../../api/resource.ts';
import { isAlreadyExists } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';

export function hostKey(serviceNamespace: string): ObjectKey {
  return { namespace: serviceNamespace, name: 'host' };
}

/** The cluster that the service runs in, as a provider that plans can name. */
export async function ensureHostProvider(client: Client, serviceNamespace: string): Promise<void> {
  const host: Provider = {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { name: 'host', namespace: serviceNamespace },
    spec: { type: 'openshift', url: '', secret: {} },
  };
  try {
    await client.create(providers, host);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}
