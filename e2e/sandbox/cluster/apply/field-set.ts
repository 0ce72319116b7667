import type { JsonObject } from '../json.ts';
import { assign, isObject } from '../json.ts';

/**
 * A set of paths into an object, as a tree. Steps are written as in FieldsV1: `f:<field>`, `k:<keys of a list item>`,
 * `v:<value of a set's member>`. A node that is no member and has no children stands for nothing.
 */
export interface FieldSet {
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const NOTHING: FieldSet = { member: false, children: new Map() };

export function isEmpty(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

interface Node {
  readonly member: boolean;
  readonly children: Iterable<readonly [step: string, child: FieldSet]>;
}

/** Children that stand for nothing are left out. */
export function node({ member, children }: Node): FieldSet {
  const kept = new Map<string, FieldSet>();
  for (const [step, child] of children) if (!isEmpty(child)) kept.set(step, child);
  return { member, children: kept };
}

function childOf(set: FieldSet, step: string): FieldSet {
  return set.children.get(step) ?? NOTHING;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const steps = new Set([...a.children.keys(), ...b.children.keys()]);
  return node({
    member: a.member || b.member,
    children: [...steps].map((step) => [step, union(childOf(a, step), childOf(b, step))] as const),
  });
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return node({
    member: a.member && b.member,
    children: [...a.children].map(([step, child]) => [step, intersection(child, childOf(b, step))] as const),
  });
}

/** Paths of `a` that are not in `b`; what lies below a path of `b` stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  return node({
    member: a.member && !b.member,
    children: [...a.children].map(([step, child]) => [step, difference(child, childOf(b, step))] as const),
  });
}

/** Without the path and all that lies below it. */
export function without(set: FieldSet, [first, ...rest]: readonly string[]): FieldSet {
  if (first === undefined) return NOTHING;
  const child = set.children.get(first);
  if (child === undefined) return set;
  return node({
    member: set.member,
    children: [...set.children].map(([step, inner]) => [step, step === first ? without(inner, rest) : inner] as const),
  });
}

/** Members in the order of the API server's lists of conflicts: those of a level, then those below it. */
export function pathsOf(set: FieldSet, prefix: readonly string[] = []): string[][] {
  const steps = [...set.children.keys()].sort();
  return [
    ...steps.filter((step) => childOf(set, step).member).map((step) => [...prefix, step]),
    ...steps.flatMap((step) => pathsOf(childOf(set, step), [...prefix, step])),
  ];
}

/** `.spec.parts[key="a"].tags[="x"]` */
export function pathText(path: readonly string[]): string {
  return path
    .map((step) => {
      const text = step.slice(2);
      if (step.startsWith('f:')) return `.${text}`;
      if (!step.startsWith('k:')) return `[=${text}]`;
      const keys = Object.entries(JSON.parse(text) as JsonObject);
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}

export function toFieldsV1(set: FieldSet): JsonObject {
  const json: JsonObject = {};
  if (set.member && set.children.size > 0) json['.'] = {};
  for (const step of [...set.children.keys()].sort()) assign(json, step, toFieldsV1(childOf(set, step)));
  return json;
}

/** `undefined` for what no server writes. */
export function fromFieldsV1(json: unknown): FieldSet | undefined {
  return isObject(json) ? subtree(json, { root: true }) : undefined;
}

function subtree(json: JsonObject, { root }: { readonly root: boolean }): FieldSet | undefined {
  const children: [string, FieldSet][] = [];
  for (const [step, inner] of Object.entries(json)) {
    if (!isObject(inner)) return undefined;
    if (step === '.') continue;
    const child = /^[fkvi]:/.test(step) ? subtree(inner, { root: false }) : undefined;
    if (child === undefined) return undefined;
    children.push([step, child]);
  }
  return node({ member: Object.hasOwn(json, '.') || (children.length === 0 && !root), children });
}
