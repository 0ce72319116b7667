import { providers, type Provider } from '../../api/generated/provider.ts';
import { secrets, type ObjectReference } from '../../api/kinds/core.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { Client } from '../../kube/client.ts';
import { specOf } from '../judgement/spec-of.ts';

/** Keeps a provider or host and its Secret while a run may still need them, be it to restore its source. */
export const inUseFinalizer = 'gantry.dev/in-use';

/** On what is held: name of the Secret that is held with it. */
const heldSecretAnnotation = 'gantry.dev/held-secret';

/** What reaches a source with the credentials of a Secret beside it. */
export interface Holdable extends KubeObject {
  spec: { secret: ObjectReference };
}

export function isHeld({ metadata }: Holdable): boolean {
  return metadata.finalizers?.includes(inUseFinalizer) === true;
}

export function setHold(client: Client, provider: Provider, wanted: { readonly held: boolean }): Promise<Provider> {
  return setHoldOn(client, providers, provider, wanted);
}

/**
 * Gives object and Secret the finalizer, or takes it from them; also from a Secret that the object named before. Returns
 * the object as it is then.
 */
export async function setHoldOn<T extends Holdable>(
  client: Client,
  resource: Resource<T>,
  object: T,
  { held }: { readonly held: boolean },
): Promise<T> {
  const { uid, resourceVersion, namespace, deletionTimestamp, finalizers = [], annotations } = object.metadata;
  const named = specOf<Holdable['spec']>(object)?.secret.name;
  const before = annotations?.[heldSecretAnnotation];
  const wanted = held && named ? named : undefined;
  if (before !== undefined && before !== wanted) await setSecret(client, object, before, { held: false });
  if (wanted !== undefined) await setSecret(client, object, wanted, { held: true });
  // An object that is being deleted takes no new finalizers.
  if (held && deletionTimestamp !== undefined) return object;
  if (finalizers.includes(inUseFinalizer) === held && before === wanted) return object;
  const metadata = {
    uid,
    resourceVersion,
    finalizers: withFinalizer(finalizers, inUseFinalizer, { held }),
    annotations: { [heldSecretAnnotation]: wanted ?? null },
  };
  return client.mergePatch(resource, { name: object.metadata.name, namespace }, { metadata });
}

/** Several of them may share a Secret, so each holds it under a name of its own. */
async function setSecret(
  client: Client,
  holder: Holdable,
  name: string,
  { held }: { readonly held: boolean },
): Promise<void> {
  const key = { name, namespace: holder.metadata.namespace };
  const secret = await client.find(secrets, key);
  if (secret === undefined) return;
  const { uid, resourceVersion, deletionTimestamp, finalizers = [] } = secret.metadata;
  const finalizer = `${inUseFinalizer}-${holder.metadata.uid ?? ''}`;
  if (finalizers.includes(finalizer) === held || (held && deletionTimestamp !== undefined)) return;
  const metadata = { uid, resourceVersion, finalizers: withFinalizer(finalizers, finalizer, { held }) };
  await client.mergePatch(secrets, key, { metadata });
}

function withFinalizer(present: readonly string[], name: string, { held }: { readonly held: boolean }): string[] {
  const others = present.filter((other) => other !== name);
  return held ? [...others, name] : others;
}
