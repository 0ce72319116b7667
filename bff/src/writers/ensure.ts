import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, Resource } from '../api/resource.ts';
import { ConflictError } from '../platform/errors.ts';
import { findOrCreate } from './find-or-create.ts';
import type { Writer } from './writer.ts';

/** Every field we would write stands there already; the server may have added defaults. */
function contains(present: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(present, wanted);
  if (typeof present !== 'object' || present === null) return false;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((item, index) => contains(present[index], item))
    );
  }
  return Object.entries(wanted).every(
    ([name, value]) => value === undefined || contains((present as Record<string, unknown>)[name], value),
  );
}

/** The object as it is wanted: made, or found as an earlier request made it. Throws ConflictError (`name-taken`). */
export async function ensure<T extends KubeObject & { spec: unknown }>(
  writer: Writer,
  resource: Resource<T>,
  wanted: T,
): Promise<T> {
  const present = await findOrCreate(writer.client, resource, wanted);
  const { namespace = '', name } = wanted.metadata;
  const owners = ({ metadata }: T) => metadata.ownerReferences?.map(({ uid }) => uid);
  const isOurs = isDeepStrictEqual(owners(present), owners(wanted)) && present.metadata.deletionTimestamp === undefined;
  if (isOurs && contains(present.spec, wanted.spec)) return present;
  throw new ConflictError(`Project ${namespace} already has a ${resource.kind} named ${name} with other content.`, {
    code: 'name-taken',
    parameters: { kind: resource.kind, name, project: namespace },
  });
}
