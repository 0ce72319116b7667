import type { KubeObject, Resource } from '../../api/resource.ts';
import { keyOf } from '../../api/resource.ts';
import { ApiError, isAlreadyExists } from '../../kube/api-error.ts';
import { failure } from '../failures.ts';
import { refusal } from '../outcome-of-error.ts';
import { RunFailed } from '../run-failed.ts';
import type { MachineScope } from '../scope.ts';
import { isOurs } from '../target/target-objects.ts';

/** Lets the server judge an object that is about to be made: schema, quota, limits, pod security, webhooks. */
export async function admitted<T extends KubeObject>(
  scope: MachineScope,
  resource: Resource<T>,
  object: T,
): Promise<void> {
  try {
    await scope.client.create(resource, object, { dryRun: 'All' });
  } catch (error) {
    if (isAlreadyExists(error)) return ours(scope, resource, object);
    if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) throw error;
    throw new RunFailed(
      refusal(error, { vm: scope.resolved.machine.name, namespace: scope.resolved.target.namespace }),
    );
  }
}

async function ours<T extends KubeObject>(scope: MachineScope, resource: Resource<T>, object: T): Promise<void> {
  const found = await scope.client.find(resource, keyOf(object));
  if (found === undefined || isOurs(found, scope.run)) return;
  const { name, namespace = '' } = object.metadata;
  throw new RunFailed(failure('name-collision', { kind: resource.kind, name, namespace }));
}
