import fastJsonPatch from 'fast-json-patch';
import { isObject } from './json.ts';

export type JsonPatchOperation = fastJsonPatch.Operation;

/**
 * Changes the document in place and returns it. RFC 6902 as evanphx/json-patch reads it, which the API server uses: a
 * replacement of an absent member adds it, an absent member is `null` to a test, and indexes below zero count from the
 * end. Throws where the operation does not apply.
 */
export function applyOperation(document: unknown, operation: JsonPatchOperation): unknown {
  const { parent, path, name } = follow(document, operation);
  const absent = isObject(parent) && !Object.hasOwn(parent, name);
  if (absent && operation.op === 'test' && operation.value === null) return document;
  const meant: JsonPatchOperation =
    absent && operation.op === 'replace' ? { ...operation, op: 'add', path } : { ...operation, path };
  return fastJsonPatch.applyOperation(document, meant, true).newDocument;
}

interface Followed {
  /** What holds the member or item that the path names. */
  readonly parent: unknown;
  /** The path with plain indexes. */
  readonly path: string;
  /** The last step, not escaped. */
  readonly name: string;
}

function follow(document: unknown, { op, path }: JsonPatchOperation): Followed {
  const [root = '', ...steps] = path.split('/');
  const plain = [root];
  let parent: unknown;
  let name = '';
  let current = document;
  for (const [index, step] of steps.entries()) {
    parent = current;
    name = fastJsonPatch.unescapePathComponent(step);
    if (Array.isArray(parent) && /^-\d+$/.test(name)) {
      const end = parent.length + (op === 'add' && index === steps.length - 1 ? 1 : 0);
      name = String(end + Number(name));
      plain.push(name);
    } else plain.push(step);
    current = child(parent, name);
  }
  return { parent, path: plain.join('/'), name };
}

function child(parent: unknown, name: string): unknown {
  if (Array.isArray(parent)) return parent[Number(name)] as unknown;
  return isObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}
