import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { isConflict } from '../kube/api-error.ts';
import { ConflictError } from '../platform/errors.ts';
import type { Writer } from './writer.ts';

/** How often the status may be written between a read and the write that follows it. */
const mostDisturbances = 5;

export interface SpecEdit<T> {
  readonly key: ObjectKey & { readonly name: string };
  /** Generation of what the user saw. */
  readonly version: string;
  /** As a merge patch. */
  readonly specOf: (present: T) => object;
}

/** Writes the spec over the object that the user saw, however often its status changes meanwhile. */
export async function editSpec<T extends KubeObject>(
  { client }: Writer,
  resource: Resource<T>,
  { key, version, specOf }: SpecEdit<T>,
): Promise<T> {
  for (let disturbances = 0; disturbances < mostDisturbances; disturbances++) {
    const present = await client.get(resource, key);
    if (String(present.metadata.generation ?? 0) !== version) throw changedMeanwhile(key.name);
    const { resourceVersion } = present.metadata;
    try {
      return await client.mergePatch(resource, key, { metadata: { resourceVersion }, spec: specOf(present) });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
  throw changedMeanwhile(key.name);
}

function changedMeanwhile(name: string): ConflictError {
  return new ConflictError(`${name} was changed by somebody else meanwhile.`, {
    code: 'changed-meanwhile',
    parameters: { name },
  });
}
