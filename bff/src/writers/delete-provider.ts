import { providers } from '../api/generated/provider.ts';
import { secrets } from '../api/kinds/core.ts';
import type { ObjectKey } from '../api/resource.ts';
import { madeForProvider } from './provider-secret.ts';
import type { Writer } from './writer.ts';

/** Deletes a Provider; its Secret goes too where Gantry made it (it may have lost its owner half-way). */
export async function deleteProvider(writer: Writer, key: ObjectKey): Promise<void> {
  const provider = await writer.client.get(providers, key);
  const secretKey = {
    namespace: provider.spec.secret.namespace ?? key.namespace,
    name: provider.spec.secret.name ?? '',
  };
  await writer.client.delete(providers, key, { uid: provider.metadata.uid });
  if (secretKey.name === '') return;
  const secret = await writer.client.find(secrets, secretKey);
  // The owner reference lets the garbage collector do it after the finalizers; without one nobody else would.
  const owned = secret?.metadata.ownerReferences?.some((owner) => owner.uid === provider.metadata.uid) === true;
  if (secret === undefined || owned || secret.metadata.annotations?.[madeForProvider] !== key.name) return;
  await writer.client.delete(secrets, secretKey, { uid: secret.metadata.uid });
}
