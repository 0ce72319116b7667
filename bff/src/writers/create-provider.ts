import { isDeepStrictEqual } from 'node:util';
import { providers, type Provider } from '../api/generated/provider.ts';
import { secrets, type Secret } from '../api/kinds/core.ts';
import { keyOf } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import {
  madeForProvider,
  providerSecret,
  providerSpec,
  type ProviderCredentials,
  type ProviderEndpoint,
} from './provider-secret.ts';
import type { Writer } from './writer.ts';

export interface NewProvider extends ProviderEndpoint, ProviderCredentials {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Creates Secret and Provider as one repeatable act: a request that died half-way is completed by sending it again, one that was refused
 * leaves nothing behind. Throws ConflictError (code `name-taken`) when the name belongs to something else.
 */
export async function createProvider(writer: Writer, input: NewProvider): Promise<Provider> {
  const { client } = writer;
  const { namespace, name } = input;
  const wanted: Provider = {
    apiVersion: 'forklift.konveyor.io/v1beta1',
    kind: 'Provider',
    metadata: { namespace, name },
    spec: providerSpec(namespace, name, input),
  };
  const present = await client.find(providers, { namespace, name });
  if (present !== undefined && !isDeepStrictEqual(present.spec, wanted.spec)) throw taken('provider', namespace, name);
  const { secret, isNew } = await ensureSecret(writer, input);
  let provider = present;
  try {
    provider ??= await client.create(providers, wanted);
  } catch (error) {
    if (isNew) await client.delete(secrets, keyOf(secret), { uid: secret.metadata.uid });
    throw error;
  }
  await own(writer, secret, provider);
  return provider;
}

function taken(kind: string, namespace: string, name: string): ConflictError {
  return new ConflictError(`Project ${namespace} already has a ${kind} named ${name}.`, {
    code: 'name-taken',
    parameters: { kind, name, project: namespace },
  });
}

async function ensureSecret(writer: Writer, input: NewProvider): Promise<{ secret: Secret; isNew: boolean }> {
  const wanted = providerSecret(input, input);
  const present = await writer.client.find(secrets, keyOf(wanted));
  if (present === undefined) return { secret: await writer.client.create(secrets, wanted), isNew: true };
  if (present.metadata.annotations?.[madeForProvider] !== input.name)
    throw taken('secret', input.namespace, wanted.metadata.name);
  const secret = await writer.client.mergePatch(secrets, keyOf(wanted), {
    metadata: { resourceVersion: present.metadata.resourceVersion },
    stringData: wanted.stringData,
  });
  return { secret, isNew: false };
}

/** The Secret goes with its Provider. */
async function own(writer: Writer, secret: Secret, provider: Provider): Promise<void> {
  const uid = provider.metadata.uid ?? '';
  if (secret.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true) return;
  await writer.client.mergePatch(secrets, keyOf(secret), {
    metadata: {
      resourceVersion: secret.metadata.resourceVersion,
      ownerReferences: [{ apiVersion: provider.apiVersion, kind: provider.kind, name: provider.metadata.name, uid }],
    },
  });
}
