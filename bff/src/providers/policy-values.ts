/**
 * How rules look at a machine: values are of any type or missing, and what is missing decides nothing. The semantics are those
 * of the policy language that the rules of MTV are written in, so that the same machine raises the same concerns.
 */

/** The value at a path; undefined where anything on the way is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((each, name) => {
    if (each === null || typeof each !== 'object') return undefined;
    return Object.hasOwn(each, name) ? (each as Readonly<Record<string, unknown>>)[name] : undefined;
  }, value);
}

/** The elements of a list, or the values of an object; none for anything else. */
export function each(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  if (Array.isArray(found)) return found;
  return found !== null && typeof found === 'object' ? Object.values(found) : [];
}

/** How many elements or keys (of a text: its length); undefined for what cannot be counted, null and missing included. */
export function count(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return undefined;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** False for an empty one, and for what cannot be counted. */
export function hasSome(value: unknown): boolean {
  return (count(value) ?? 0) > 0;
}

/** Present and not `false`: zero, null and the empty text count as true. */
export function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** Present and another value. */
export function differsFrom(value: unknown, other: string): boolean {
  return value !== undefined && value !== other;
}

export function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

/** A text that does not match; a missing value or one of another type is not one. */
export function isTextUnlike(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && !pattern.test(value);
}

/** Types are ordered null, boolean, number, everything else; so null and booleans are below every number. */
export function isBelow(value: unknown, limit: number): boolean {
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && value < limit);
}

/** As `isBelow`, the limit included. */
export function isAtMost(value: unknown, limit: number): boolean {
  return value === limit || isBelow(value, limit);
}

/** A value inside a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
