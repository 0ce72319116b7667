import { providers, type Provider } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import type { ObjectKey } from '../api/resource.ts';
import { ConflictError, InvalidInputError } from '../platform/errors.ts';
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

function secretKeyOf({ spec, metadata }: Provider): ObjectKey {
  return { namespace: spec.secret.namespace ?? metadata.namespace, name: spec.secret.name ?? '' };
}

function refuse(present: Provider, edit: ProviderEdit, url: string | undefined): void {
  const { name, resourceVersion } = present.metadata;
  if (present.spec.type !== 'vsphere') {
    throw new InvalidInputError(`${name} is not a vSphere provider; it cannot be changed into one.`, {
      code: 'provider-type',
      parameters: { provider: name, type: present.spec.type },
    });
  }
  if (resourceVersion !== edit.resourceVersion) {
    throw new ConflictError(`${name} was changed by somebody else meanwhile.`, {
      code: 'changed-meanwhile',
      parameters: { provider: name },
    });
  }
  // Else whoever may edit providers could have a stored password sent to a server of their choice.
  if (edit.password === undefined && present.spec.url !== url)
    throw new InvalidInputError('A new address needs the password typed again.', { code: 'password-needed' });
}

/**
 * Changes endpoint, trust and credentials of the Provider that the user saw. The Secret is written first: credentials
 * that were stored for the old address never reach the new one. Repeatable until the Provider has changed.
 */
export async function editProvider(writer: Writer, edit: ProviderEdit): Promise<Provider> {
  const { client } = writer;
  const key = { namespace: edit.namespace, name: edit.name };
  const present = await client.get(providers, key);
  const { url, settings } = providerSpec(edit.namespace, edit.name, edit);
  refuse(present, edit, url);
  const { stringData } = providerSecret({ ...key, type: 'vsphere' }, { ...edit, password: edit.password ?? '' });
  const kept = edit.password === undefined ? { password: undefined } : {};
  const certificates = edit.trust.mode === 'certificate' ? {} : { data: { 'ca.crt': null, cacert: null } };
  await client.mergePatch(secrets, secretKeyOf(present), { stringData: { ...stringData, ...kept }, ...certificates });
  return client.mergePatch(providers, key, {
    metadata: { resourceVersion: edit.resourceVersion },
    spec: { url, settings: { vddkInitImage: null, ...settings } },
  });
}
