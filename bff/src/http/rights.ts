import type { ResourceAttributes } from '../api/kinds/access.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Caller } from './caller.ts';

/** The question whether `verb` is allowed on a kind. */
export function access(verb: string, resource: Resource, namespace?: string, name?: string): ResourceAttributes {
  const place = namespace === undefined ? {} : { namespace };
  return { verb, group: resource.group, resource: resource.plural, ...place, ...(name === undefined ? {} : { name }) };
}

/**
 * The objects that the caller may list: all of them with the right for all projects, else project by project. With a
 * project named, a missing right is an error; without one, projects the caller cannot see are left out.
 */
export async function readable<T extends KubeObject>(
  caller: Caller,
  resource: Resource<T>,
  objects: readonly T[],
  project?: string,
): Promise<T[]> {
  if (project !== undefined) {
    await caller.demand(access('list', resource, project));
    return objects.filter(({ metadata }) => metadata.namespace === project);
  }
  if (await caller.may(access('list', resource))) return [...objects];
  const projects = [...new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))];
  const allowed = await Promise.all(
    projects.map(async (name) => [name, await caller.may(access('list', resource, name))] as const),
  );
  const visible = new Set(allowed.filter(([, may]) => may).map(([name]) => name));
  return objects.filter(({ metadata }) => visible.has(metadata.namespace ?? ''));
}

/**
 * The object, for a caller who may get it; who may not learns nothing of its existence beyond that. What the service's
 * own cache does not know yet is asked of the API server: a page follows its creation at once.
 */
export async function demanded<T extends KubeObject>(
  caller: Caller,
  resource: Resource<T>,
  key: { readonly project: string; readonly name: string },
  cached: T | undefined,
): Promise<T> {
  const { project, name } = key;
  await caller.demand(access('get', resource, project, name));
  const object = cached ?? (await caller.client.find(resource, { namespace: project, name }));
  if (object === undefined) {
    throw new NotFoundError(`Project ${project} has no ${resource.kind} named ${name}.`, {
      code: 'object-not-found',
      parameters: { kind: resource.kind, name, project },
    });
  }
  return object;
}
