import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets } from '../../api/kinds/core.ts';
import type { Client } from '../../kube/client.ts';
import { specOf } from '../judgement/spec-of.ts';

/** Keeps a provider and its Secret while a run may still have to restore its source. */
export const inUseFinalizer = 'gantry.dev/in-use';

/** On a provider: name of the Secret that is held with it. */
const heldSecretAnnotation = 'gantry.dev/held-secret';

export function isHeld({ metadata }: Provider): boolean {
  return metadata.finalizers?.includes(inUseFinalizer) === true;
}

/**
 * Gives provider and Secret the finalizer, or takes it from them; also from a Secret that the provider named before.
 * Returns the provider as it is then.
 */
export async function setHold(
  client: Client,
  provider: Provider,
  { held }: { readonly held: boolean },
): Promise<Provider> {
  const { uid, resourceVersion, namespace, deletionTimestamp, finalizers = [], annotations } = provider.metadata;
  const named = specOf(provider)?.secret.name;
  const before = annotations?.[heldSecretAnnotation];
  const wanted = held && named ? named : undefined;
  if (before !== undefined && before !== wanted) await setSecret(client, provider, before, { held: false });
  if (wanted !== undefined) await setSecret(client, provider, wanted, { held: true });
  // An object that is being deleted takes no new finalizers.
  if (held && deletionTimestamp !== undefined) return provider;
  if (finalizers.includes(inUseFinalizer) === held && before === wanted) return provider;
  const metadata = {
    uid,
    resourceVersion,
    finalizers: withFinalizer(finalizers, inUseFinalizer, { held }),
    annotations: { [heldSecretAnnotation]: wanted ?? null },
  };
  return client.mergePatch(providers, { name: provider.metadata.name, namespace }, { metadata });
}

/** Several providers may share a Secret, so each holds it under a name of its own. */
async function setSecret(
  client: Client,
  provider: Provider,
  name: string,
  { held }: { readonly held: boolean },
): Promise<void> {
  const key = { name, namespace: provider.metadata.namespace };
  const secret = await client.find(secrets, key);
  if (secret === undefined) return;
  const { uid, resourceVersion, deletionTimestamp, finalizers = [] } = secret.metadata;
  const finalizer = `${inUseFinalizer}-${provider.metadata.uid ?? ''}`;
  if (finalizers.includes(finalizer) === held || (held && deletionTimestamp !== undefined)) return;
  const metadata = { uid, resourceVersion, finalizers: withFinalizer(finalizers, finalizer, { held }) };
  await client.mergePatch(secrets, key, { metadata });
}

function withFinalizer(present: readonly string[], name: string, { held }: { readonly held: boolean }): string[] {
  const others = present.filter((other) => other !== name);
  return held ? [...others, name] : others;
}
