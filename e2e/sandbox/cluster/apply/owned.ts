import { isObject } from '../json.ts';
import type { FieldSet } from './field-set.ts';
import { NOTHING, node } from './field-set.ts';
import type { Part, Shape } from './shape.ts';
import { WHOLE, partsOf } from './shape.ts';

/** The fields that whoever applies `value` owns. */
export function ownedBy(value: unknown, shape: Shape): FieldSet {
  const parts = partsOf(value, shape);
  if (parts === undefined) return node({ member: true, children: [] });
  return node({ member: false, children: [...parts].map(([step, part]) => [step, ownedPart(part)] as const) });
}

function ownedPart({ value, shape, counts }: Part): FieldSet {
  const inner = ownedBy(value, shape);
  const hollow = value === null || (isObject(value) && Object.keys(value).length === 0);
  return counts || hollow ? { ...inner, member: true } : inner;
}

/** The set with every declared field that has something in it as a member, so that it goes when all of that goes. */
export function withDeclared(set: FieldSet, shape: Shape): FieldSet {
  return node({
    member: set.member,
    children: [...set.children].map(([step, child]) => {
      const field = step.startsWith('f:') ? step.slice(2) : undefined;
      const inner = (field === undefined ? shape.list?.item : shape.fields?.of(field)) ?? WHOLE;
      const deep = withDeclared(child, inner);
      const declared = field !== undefined && child.children.size > 0 && shape.fields?.declared(field) === true;
      return [step, declared ? { ...deep, member: true } : deep] as const;
    }),
  });
}

/** The value without the fields of the set; `null` where nothing is left of an object or list. */
export function withoutFields(value: unknown, set: FieldSet, shape: Shape): unknown {
  const parts = partsOf(value, shape);
  if (parts === undefined || parts.size === 0 || set.children.size === 0) return value;
  const kept = [...parts]
    .filter(([step]) => set.children.get(step)?.member !== true)
    .map(([step, part]) => [step, withoutFields(part.value, set.children.get(step) ?? NOTHING, part.shape)] as const);
  if (kept.length === 0) return null;
  return Array.isArray(value)
    ? kept.map(([, item]) => item)
    : Object.fromEntries(kept.map(([step, inner]) => [step.slice(2), inner]));
}
