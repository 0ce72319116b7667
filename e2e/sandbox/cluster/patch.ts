import type { JsonPatchOperation } from './json-patch.ts';
import { applyOperation } from './json-patch.ts';
import { assign, copy, isObject } from './json.ts';
import { StatusError, badRequest } from './status-error.ts';

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return copy(patch);
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, field);
    else assign(result, field, mergePatch(Object.hasOwn(result, field) ? result[field] : undefined, value));
  }
  return result;
}

function rejected(): StatusError {
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  });
}

const OPERATIONS: readonly unknown[] = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function isOperation(value: unknown): value is JsonPatchOperation {
  return isObject(value) && OPERATIONS.includes(value.op) && typeof value.path === 'string';
}

/** A JSON patch; 422 where an operation does not apply. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  const operations: JsonPatchOperation[] = [];
  for (const operation of patch as unknown[]) {
    if (!isOperation(operation)) throw rejected();
    operations.push(operation);
  }
  if (operations.length > 10_000)
    throw new StatusError({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: `The allowed maximum operations in a JSON patch is 10000, got ${operations.length}`,
    });
  try {
    return operations.reduce(applyOperation, copy(target));
  } catch {
    throw rejected();
  }
}
