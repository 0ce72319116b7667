import { providers, type Provider } from '../api/generated/provider.ts';
import { secrets, type Secret } from '../api/kinds/core.ts';
import type { ObjectKey } from '../api/resource.ts';
import { isConflict } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { ConflictError, InvalidInputError } from '../platform/errors.ts';
import {
  passwordKey,
  providerSpec,
  providerSecret,
  type ProviderCredentials,
  type ProviderEndpoint,
} from './provider-secret.ts';
import { providerVersion, readableSecret, secretKeyOf, type ProviderVersion } from './provider-version.ts';
import type { Writer } from './writer.ts';

export interface ProviderEdit extends ProviderEndpoint, Omit<ProviderCredentials, 'password'> {
  readonly namespace: string;
  readonly name: string;
  /** Absent keeps the stored one. */
  readonly password?: string;
  /** Of what the user saw. */
  readonly version: ProviderVersion;
}

/** How often the status may be written between a read and the write that follows it. */
const mostDisturbances = 5;

function changedMeanwhile(name: string): ConflictError {
  return new ConflictError(`${name} was changed by somebody else meanwhile.`, {
    code: 'changed-meanwhile',
    parameters: { name },
  });
}

function refuse(present: Provider, secret: Secret | undefined, edit: ProviderEdit, url: string | undefined): void {
  const { name } = present.metadata;
  if (present.spec.type !== edit.type) {
    throw new InvalidInputError(`${name} is a provider of type ${present.spec.type}; that cannot be changed.`, {
      code: 'provider-type',
      parameters: { provider: name, type: present.spec.type },
    });
  }
  const { provider, credentials } = providerVersion(present, secret);
  if (provider !== edit.version.provider || credentials !== edit.version.credentials) throw changedMeanwhile(name);
  // Else whoever may edit providers could have a stored password sent to a server of their choice.
  if (edit.password === undefined && present.spec.url !== url)
    throw new InvalidInputError('A new address needs the password typed again.', { code: 'password-needed' });
}

/** Writes the spec over the one that was seen, however often the status changes meanwhile. */
async function writeSpec(client: Client, key: ObjectKey, seen: Provider, spec: object): Promise<Provider> {
  let { resourceVersion } = seen.metadata;
  for (let disturbances = 0; disturbances < mostDisturbances; disturbances++) {
    try {
      return await client.mergePatch(providers, key, { metadata: { resourceVersion }, spec });
    } catch (error) {
      if (!isConflict(error)) throw error;
      const { metadata } = await client.get(providers, key);
      if (metadata.generation !== seen.metadata.generation) throw changedMeanwhile(key.name);
      ({ resourceVersion } = metadata);
    }
  }
  throw changedMeanwhile(key.name);
}

/**
 * Changes endpoint, trust and credentials of the Provider that the user saw. The Secret is written first: credentials
 * that were stored for the old address never reach the new one.
 */
export async function editProvider(writer: Writer, edit: ProviderEdit): Promise<Provider> {
  const { client } = writer;
  const key = { namespace: edit.namespace, name: edit.name };
  const present = await client.get(providers, key);
  const secret = await readableSecret(client, present);
  const { url, settings } = providerSpec(edit.namespace, edit.name, edit);
  refuse(present, secret, edit, url);
  const { stringData } = providerSecret({ ...key, type: edit.type }, { ...edit, password: edit.password ?? '' });
  const kept = edit.password === undefined ? { [passwordKey(edit.type)]: undefined } : {};
  const certificates = edit.trust.mode === 'certificate' ? {} : { data: { 'ca.crt': null, cacert: null } };
  const seen = secret === undefined ? {} : { metadata: { resourceVersion: secret.metadata.resourceVersion } };
  await client.mergePatch(secrets, secretKeyOf(present), {
    ...seen,
    stringData: { ...stringData, ...kept },
    ...certificates,
  });
  const cleared = edit.type === 'vsphere' ? { settings: { vddkInitImage: null, ...settings } } : {};
  return writeSpec(client, key, present, { url, ...cleared });
}
