import { asRecord } from './json.ts';

/**
 * The RFC 7386 patch that turns `before` into `after`; undefined when they are equal. Members whose value is undefined
 * count as absent, arrays are replaced whole.
 */
export function mergeDiff(before: unknown, after: unknown): Record<string, unknown> | undefined {
  const [from, to] = [asRecord(before) ?? {}, asRecord(after) ?? {}];
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [was, is] = [from[name], to[name]];
    if (sameJson(was, is)) continue;
    if (is === undefined) patch[name] = null;
    else if (asRecord(was) !== undefined && asRecord(is) !== undefined) patch[name] = mergeDiff(was, is);
    else patch[name] = is;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Equal as JSON texts would be, whatever the order of members. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  const [left, right] = [asRecord(a), asRecord(b)];
  if (left === undefined || right === undefined) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => sameJson(left[name], right[name]));
}
