import { keyOf, type KubeObject, type Resource } from '../api/resource.ts';
import type { CallOptions, Client } from './client.ts';
import { mergeDiff } from './merge-diff.ts';

/**
 * Writes what differs between two versions' `status`, only if the object on the server is still the `before` version:
 * otherwise rejects with a conflict, so that a stale cache or a former leader cannot rewind it. Without a difference
 * nothing is sent and `before` is the answer.
 */
export async function patchStatus<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  change: { readonly before: T; readonly after: T },
  options: CallOptions = {},
): Promise<T> {
  const { before, after } = change;
  const status = mergeDiff(statusOf(before), statusOf(after));
  if (status === undefined) return before;
  const { uid, resourceVersion } = before.metadata;
  const patch = { metadata: { uid, resourceVersion }, status };
  return client.mergePatch(resource, keyOf(before), patch, { ...options, subresource: 'status' });
}

function statusOf(object: KubeObject): unknown {
  return (object as KubeObject & { status?: unknown }).status;
}
