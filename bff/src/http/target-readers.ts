import type { ObjectKey } from '../api/resource.ts';
import { ApiError, isForbidden } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { remoteTarget } from '../migration/judgement/gather-target.ts';
import { ProviderUnavailableError } from '../platform/errors.ts';
import type { Caller } from './caller.ts';
import type { RouteContext } from './route-context.ts';

/** Who reads what stands in a target cluster. */
export interface TargetReaders {
  /** Cluster-wide kinds, which not everybody may read by themselves. */
  readonly service: Client;
  /** What is in projects: the caller, in another cluster the account of its provider. */
  readonly caller: Client;
}

/** Calls `read` with the readers of a target that the caller may use. Throws ProviderUnavailableError where another cluster does not answer. */
export async function readTarget<R>(
  { cluster, catalog, targets }: RouteContext,
  { caller, target }: { readonly caller: Caller; readonly target: ObjectKey },
  read: (readers: TargetReaders) => Promise<R>,
): Promise<R> {
  const remote = remoteTarget(catalog.provider(target));
  if (remote === undefined) return read({ service: cluster.client, caller: caller.client });
  try {
    const client = await targets.client(remote);
    return await read({ service: client, caller: client });
  } catch (error) {
    throw remoteError(remote.name, error);
  }
}

/** What another cluster answered, as a failure of its provider: its 401 is not the caller's, its silence not this cluster's. */
export function remoteError(provider: string, error: unknown): unknown {
  if (!(error instanceof ApiError) || isForbidden(error)) return error;
  return new ProviderUnavailableError(`The cluster of provider ${provider} cannot be read: ${error.message}`, {
    code: 'provider-unreachable',
    parameters: { provider },
    cause: error,
  });
}
