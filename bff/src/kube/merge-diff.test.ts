import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeDiff, sameJson } from './merge-diff.ts';

describe('mergeDiff', () => {
  const cases: [string, unknown, unknown, unknown][] = [
    ['nothing', { a: 1 }, { a: 1 }, undefined],
    ['nothing when only the order differs', { a: 1, b: 2 }, { b: 2, a: 1 }, undefined],
    ['nothing between absent and undefined', { a: 1 }, { a: 1, b: undefined }, undefined],
    ['nothing between no object and an empty one', undefined, {}, undefined],
    ['a new member', {}, { a: 1 }, { a: 1 }],
    ['a changed member', { a: 1, b: 2 }, { a: 1, b: 3 }, { b: 3 }],
    ['a removed member', { a: 1, b: 2 }, { a: 1 }, { b: null }],
    ['only what changed inside', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
    ['an array as a whole', { a: [1, 2] }, { a: [1, 3] }, { a: [1, 3] }],
    ['nothing for equal arrays of objects', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, undefined],
    ['an array in place of an object', { a: {} }, { a: [] }, { a: [] }],
    ['an object in place of a value', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
  ];
  it.each(cases)('%s', (_, before, after, patch) => {
    expect(mergeDiff(before, after)).toEqual(patch);
  });

  it('is what turns any object into any other', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
    const name = fc.constantFrom('a', 'b', 'c');
    const tree = fc.letrec<{ node: unknown; object: Record<string, unknown> }>((tie) => ({
      node: fc.oneof({ maxDepth: 3 }, leaf, tie('object')),
      object: fc.dictionary(name, tie('node'), { maxKeys: 3 }),
    })).object;
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        expect(sameJson(applied(before, mergeDiff(before, after) ?? {}), after)).toBe(true);
      }),
    );
  });
});

/** RFC 7386, section 2. */
function applied(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = applied(result[name], value);
  }
  return result;
}
