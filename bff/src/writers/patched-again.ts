import type { KubeObject, ObjectKey, Resource } from '../api/resource.ts';
import { KnownError } from '../platform/errors.ts';
import type { Writer } from './writer.ts';

/** Statuses are written every few seconds: a change that comes in between is made again. */
const attempts = 5;

interface Change {
  /** null removes one. */
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

function isConflict(error: unknown): boolean {
  return error instanceof KnownError && error.code === 'Conflict';
}

/**
 * Changes what people want of an object as it stands at the server; `change` answers undefined where nothing is left to
 * do. Throws ConflictError if others write all the time.
 */
export async function patchedAgain<T extends KubeObject>(
  writer: Writer,
  resource: Resource<T>,
  key: ObjectKey,
  change: (object: T) => Change | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const object = await writer.client.get(resource, key);
    const wanted = change(object);
    if (wanted === undefined) return object;
    const { resourceVersion } = object.metadata;
    const { annotations, spec } = wanted;
    try {
      return await writer.client.mergePatch(resource, key, {
        metadata: { resourceVersion, ...(annotations === undefined ? {} : { annotations }) },
        spec,
      });
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error;
    }
  }
}
