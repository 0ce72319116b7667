import { equal } from '../json.ts';
import type { FieldSet } from './field-set.ts';
import { NOTHING, node } from './field-set.ts';
import type { Shape } from './shape.ts';
import { WHOLE, partsOf } from './shape.ts';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const SAME: Comparison = { added: NOTHING, modified: NOTHING, removed: NOTHING };
const OWN = node({ member: true, children: [] });

/** Which fields differ between two states; `undefined` is a value that is not there. */
export function compare(before: unknown, after: unknown, shape: Shape): Comparison {
  const [then, now] = [partsOf(before, shape), partsOf(after, shape)];
  const undivided = then === undefined || now === undefined || then.size + now.size === 0;
  if (undivided) return compareWhole(before, after);
  const steps = [...new Set([...then.keys(), ...now.keys()])];
  const parts = steps.map((step) => {
    const [left, right] = [then.get(step), now.get(step)];
    return [step, compare(left?.value, right?.value, (right ?? left)?.shape ?? WHOLE)] as const;
  });
  const pick = (which: keyof Comparison) => parts.map(([step, part]) => [step, part[which]] as const);
  return {
    added: node({ member: before === undefined, children: pick('added') }),
    modified: node({ member: false, children: pick('modified') }),
    removed: node({ member: after === undefined, children: pick('removed') }),
  };
}

function compareWhole(before: unknown, after: unknown): Comparison {
  if (before === undefined) return after === undefined ? SAME : { ...SAME, added: OWN };
  if (after === undefined) return { ...SAME, removed: OWN };
  return equal(before, after) ? SAME : { ...SAME, modified: OWN };
}
