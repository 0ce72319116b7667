import { providers, type Provider } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { providerSpec, providerSecret, type ProviderCredentials, type VsphereEndpoint } from './provider-secret.ts';
import type { Writer } from './writer.ts';

export interface ProviderEdit extends VsphereEndpoint, Omit<ProviderCredentials, 'password'> {
  readonly namespace: string;
  readonly name: string;
  /** Absent keeps the stored one. */
  readonly password?: string;
  /** Of the Provider that the user saw. */
  readonly resourceVersion: string;
}

/**
 * Changes endpoint, trust and credentials. The Provider is written first and only if nobody changed it meanwhile, so
 * that a stale form never replaces a password. Credentials kept for another URL than the stored one are refused:
 * they would be sent to a server their owner never named.
 */
export async function editProvider(writer: Writer, edit: ProviderEdit): Promise<Provider> {
  const { client } = writer;
  const key = { namespace: edit.namespace, name: edit.name };
  const present = await client.get(providers, key);
  if (present.spec.type !== 'vsphere') {
    throw new InvalidInputError(`${edit.name} is not a vSphere provider; it cannot be changed into one.`, {
      code: 'provider-type',
      parameters: { provider: edit.name, type: present.spec.type },
    });
  }
  const spec = providerSpec(edit.namespace, edit.name, edit);
  if (edit.password === undefined && present.spec.url !== spec.url) {
    throw new InvalidInputError('A new address needs the password typed again.', { code: 'password-needed' });
  }
  const secretKey = {
    namespace: present.spec.secret.namespace ?? edit.namespace,
    name: present.spec.secret.name ?? '',
  };
  const provider = await client.mergePatch(providers, key, {
    metadata: { resourceVersion: edit.resourceVersion },
    spec: { url: spec.url, settings: { vddkInitImage: null, ...spec.settings } },
  });
  const { stringData } = providerSecret({ ...key, type: 'vsphere' }, { ...edit, password: edit.password ?? '' });
  const kept = edit.password === undefined ? { password: undefined } : {};
  const certificates = edit.trust.mode === 'certificate' ? {} : { data: { 'ca.crt': null, cacert: null } };
  await client.mergePatch(secrets, secretKey, { stringData: { ...stringData, ...kept }, ...certificates });
  return provider;
}
