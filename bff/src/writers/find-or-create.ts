import { keyOf, type KubeObject, type Resource } from '../api/resource.ts';
import { isAlreadyExists } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';

/** The object under this name as it is, or as it was made just now; of two that make it at once both get the same. */
export async function findOrCreate<T extends KubeObject>(client: Client, resource: Resource<T>, wanted: T): Promise<T> {
  const present = await client.find(resource, keyOf(wanted));
  if (present !== undefined) return present;
  try {
    return await client.create(resource, wanted);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    return client.get(resource, keyOf(wanted));
  }
}
