import type { KubeObject, Resource } from '../api/resource.ts';
import { ApiError } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { ForbiddenError, UnauthenticatedError } from '../platform/errors.ts';

/** What somebody could do with kubectl. */
export interface DirectCall {
  readonly verb: 'get' | 'list' | 'create' | 'patch' | 'delete';
  readonly resource: Resource;
  /** Absent = all, or a kind that has none. */
  readonly namespace?: string;
}

export type DirectAnswer = 'allowed' | 'forbidden' | 'unknown caller';

/** No object has it, so that a call that is allowed finds nothing and changes nothing. */
const name = 'no-such-object';

const calls: Readonly<Record<DirectCall['verb'], (client: Client, call: DirectCall) => Promise<unknown>>> = {
  get: (client, { resource, namespace }) => client.get(resource, { name, namespace }),
  list: (client, { resource, namespace }) => client.list(resource, { namespace }),
  create: (client, { resource, namespace }) =>
    client.create(resource, objectOf(resource, namespace), { dryRun: 'All' }),
  patch: (client, { resource, namespace }) => client.mergePatch(resource, { name, namespace }, {}),
  delete: (client, { resource, namespace }) => client.delete(resource, { name, namespace }),
};

/** Asks the API server itself; whatever else is wrong with the call comes after the question who may. */
export async function callDirectly(client: Client, call: DirectCall): Promise<DirectAnswer> {
  try {
    await calls[call.verb](client, call);
    return 'allowed';
  } catch (error) {
    if (error instanceof UnauthenticatedError || (error instanceof ApiError && error.status === 401))
      return 'unknown caller';
    if (error instanceof ForbiddenError || (error instanceof ApiError && error.status === 403)) return 'forbidden';
    if (error instanceof ApiError && [400, 404, 409, 422].includes(error.status)) return 'allowed';
    throw error;
  }
}

function objectOf({ group, version, kind }: Resource, namespace: string | undefined): KubeObject {
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, metadata: { name, namespace } };
}
