import type { KubeObject, ObjectKey, Resource } from '../../api/resource.ts';
import { isForbidden, isNotFound } from '../../kube/api-error.ts';
import type { Client, ListOptions } from '../../kube/client.ts';

/** Like `find`. What the account of another cluster's provider may not read is not there for its machines. */
export function findReadable<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  key: ObjectKey,
): Promise<T | undefined> {
  return readable(client.find(resource, key));
}

/** Like `list`; empty also where the cluster does not know the kind. */
export async function listReadable<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  options: ListOptions,
): Promise<T[]> {
  return (await readable(client.list(resource, options)))?.items ?? [];
}

async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isNotFound(error) || isForbidden(error)) return undefined;
    throw error;
  }
}
