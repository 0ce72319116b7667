import type { KubeObject, ObjectKey, Resource } from '../../api/resource.ts';
import { keyOf } from '../../api/resource.ts';
import { isAlreadyExists, isConflict, isNotFound } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import { failure } from '../failures.ts';
import { runLabel, runSelector } from '../labels.ts';
import type { RunIdentity } from '../machine-run.ts';
import { RunFailed } from '../run-failed.ts';

/** What a run needs to make and find objects in the target namespace. */
interface Place {
  readonly client: Client;
  readonly run: RunIdentity;
  readonly resolved: { readonly target: { readonly namespace: string } };
}

export function isOurs(object: KubeObject, run: RunIdentity): boolean {
  return object.metadata.labels?.[runLabel] === run.uid;
}

/** All objects of a kind that this run made, oldest name first. */
export async function ourObjects<T extends KubeObject>(place: Place, resource: Resource<T>): Promise<T[]> {
  const { items } = await place.client.list(resource, {
    namespace: place.resolved.target.namespace,
    labelSelector: runSelector(place.run),
  });
  return items.toSorted((one, other) => one.metadata.name.localeCompare(other.metadata.name));
}

/** Finds what an earlier call made, or makes it. Throws RunFailed (`name-collision`) where the name is someone else's. */
export async function ensure<T extends KubeObject>(place: Place, resource: Resource<T>, object: T): Promise<T> {
  const found = await place.client.find(resource, keyOf(object));
  if (found !== undefined) return oursOrFail(place, resource, found);
  try {
    return await place.client.create(resource, object);
  } catch (error) {
    // Made by a request whose answer was lost, or by a process that is about to lose its lease.
    if (!isAlreadyExists(error)) throw error;
    return oursOrFail(place, resource, await place.client.get(resource, keyOf(object)));
  }
}

function oursOrFail<T extends KubeObject>(place: Place, resource: Resource<T>, object: T): T {
  if (isOurs(object, place.run)) return object;
  const { name, namespace } = object.metadata;
  throw new RunFailed(failure('name-collision', { kind: resource.kind, name, namespace: namespace ?? '' }));
}

/** Asks for the removal of objects of this run; false while some are still there. */
export async function removeAll(place: Place, resource: Resource, objects: readonly KubeObject[]): Promise<boolean> {
  for (const object of objects.filter((candidate) => isOurs(candidate, place.run)))
    await remove(place.client, resource, object);
  return objects.length === 0;
}

async function remove(client: Client, resource: Resource, object: KubeObject): Promise<void> {
  await release(client, resource, object);
  if (object.metadata.deletionTimestamp !== undefined) return;
  try {
    await client.delete(resource, keyOf(object), { uid: object.metadata.uid, propagation: 'Background' });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Takes our finalizers off an object whose end has been seen. */
export async function release(client: Client, resource: Resource, object: KubeObject): Promise<void> {
  const finalizers = object.metadata.finalizers ?? [];
  const foreign = finalizers.filter((name) => !name.startsWith('gantry.dev/'));
  if (foreign.length === finalizers.length) return;
  try {
    await client.mergePatch(resource, keyOf(object), {
      metadata: { resourceVersion: object.metadata.resourceVersion, finalizers: foreign },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

export function inTarget(place: Place, name: string): ObjectKey {
  return { namespace: place.resolved.target.namespace, name };
}
