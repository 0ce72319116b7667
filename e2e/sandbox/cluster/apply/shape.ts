import type { JsonObject } from '../json.ts';
import { at, isObject } from '../json.ts';

/** How ownership divides a value. A value for which the shape names no division is owned as a whole. */
export interface Shape {
  /** Divides an object into its fields. */
  readonly fields?: {
    readonly of: (field: string) => Shape;
    /** The field is part of the kind, not the key of a map. */
    readonly declared: (field: string) => boolean;
  };
  /** Divides a list into its items: known by these fields, or by their value when there are none. */
  readonly list?: { readonly keys: readonly string[]; readonly item: Shape; readonly defaults: JsonObject };
}

export const WHOLE: Shape = {};

/** Fields of which nothing is known: objects are divided, lists are not. */
export const OPEN: Shape = { fields: { of: () => OPEN, declared: () => false } };

export interface Part {
  readonly value: unknown;
  readonly shape: Shape;
  /** Owned also when it holds nothing but parts of its own: items of lists, keys of maps. */
  readonly counts: boolean;
}

type Parts = ReadonlyMap<string, Part>;
const NO_PARTS: Parts = new Map();

/** The parts of a value by their FieldsV1 step; `undefined` for a value that is owned as a whole. */
export function partsOf(value: unknown, shape: Shape): Parts | undefined {
  const { fields, list } = shape;
  if (value === undefined || value === null) return fields === undefined && list === undefined ? undefined : NO_PARTS;
  if (fields !== undefined && isObject(value))
    return new Map(
      Object.entries(value).map(([field, inner]) => [
        `f:${field}`,
        { value: inner, shape: fields.of(field), counts: !fields.declared(field) },
      ]),
    );
  if (list === undefined || !Array.isArray(value)) return undefined;
  return new Map(
    (value as unknown[]).map((item) => [itemStep(item, list), { value: item, shape: list.item, counts: true }]),
  );
}

/** What an item of a list is known by. */
export function itemStep(item: unknown, list: NonNullable<Shape['list']>): string {
  if (list.keys.length === 0) return `v:${JSON.stringify(item)}`;
  const known = list.keys.toSorted().flatMap((key) => {
    const value = at(item, key) ?? list.defaults[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return `k:${JSON.stringify(Object.fromEntries(known))}`;
}

/** The first item that occurs twice, by its step. */
export function repeatedItem(items: readonly unknown[], list: NonNullable<Shape['list']>): string | undefined {
  const seen = new Set<string>();
  return items.map((item) => itemStep(item, list)).find((step) => seen.size === seen.add(step).size);
}
