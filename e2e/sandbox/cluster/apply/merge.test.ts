import { expect, test } from 'vitest';
import { mergeApplied } from './merge.ts';
import { withoutFields } from './owned.ts';
import { fromFieldsV1, NOTHING } from './field-set.ts';
import type { Shape } from './shape.ts';
import { OPEN, WHOLE } from './shape.ts';

const SET: Shape = { list: { keys: [], item: WHOLE, defaults: {} } };
const BY_KEY: Shape = { list: { keys: ['k'], item: OPEN, defaults: { k: 'none' } } };

test.each<[string, Shape, unknown, unknown, unknown]>([
  ['fields of both', OPEN, { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
  ['what is applied wins', OPEN, { a: 1 }, { a: 2 }, { a: 2 }],
  ['a list of no shape is replaced', OPEN, { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['new members of a set stand where they were put', SET, ['x', 'y'], ['z', 'x'], ['z', 'x', 'y']],
  ['members of both take the order that was applied', SET, ['a', 'x', 'b', 'y'], ['y', 'x'], ['a', 'b', 'y', 'x']],
  ['new members after the last shared one', SET, ['x', 'y'], ['x', 'n'], ['x', 'y', 'n']],
  ['items are merged by their key', BY_KEY, [{ k: 'a', v: 1 }], [{ k: 'a', w: 2 }], [{ k: 'a', v: 1, w: 2 }]],
  ['a key may be a default', BY_KEY, [{ k: 'none', v: 1 }], [{ w: 2 }], [{ k: 'none', v: 1, w: 2 }]],
  ['an empty list takes nothing away', SET, ['x'], [], ['x']],
])('merge: %s', (_, shape, live, applied, expected) => {
  expect(mergeApplied(live, applied, shape)).toEqual(expected);
});

test.each<[string, Shape, unknown, object, unknown]>([
  ['a field', OPEN, { a: 1, b: 2 }, { 'f:a': {} }, { b: 2 }],
  ['a member', SET, ['x', 'y'], { 'v:"x"': {} }, ['y']],
  ['the last member leaves null', SET, ['x'], { 'v:"x"': {} }, null],
  ['what lies below', OPEN, { a: { x: 1, y: 2 } }, { 'f:a': { 'f:x': {} } }, { a: { y: 2 } }],
  ['nothing that is not there', OPEN, { a: 1 }, { 'f:b': {} }, { a: 1 }],
])('remove: %s', (_, shape, value, fields, expected) => {
  expect(withoutFields(value, fromFieldsV1(fields) ?? NOTHING, shape)).toEqual(expected);
});
