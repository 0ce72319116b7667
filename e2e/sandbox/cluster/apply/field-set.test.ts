import { expect, test } from 'vitest';
import type { FieldSet } from './field-set.ts';
import { difference, fromFieldsV1, intersection, pathText, pathsOf, toFieldsV1, union, without } from './field-set.ts';

function set(json: object): FieldSet {
  const read = fromFieldsV1(json);
  if (read === undefined) throw new Error('This is no FieldsV1.');
  return read;
}

const nested = { 'f:spec': { '.': {}, 'f:a': {}, 'f:b': { 'k:{"key":"p"}': { '.': {}, 'f:w': {} } } } };

test.each<[string, (a: FieldSet, b: FieldSet) => FieldSet, object, object, object]>([
  ['a union has both', union, { 'f:a': {} }, { 'f:b': {} }, { 'f:a': {}, 'f:b': {} }],
  [
    'a union keeps the parent as a member',
    union,
    { 'f:a': {} },
    { 'f:a': { 'f:x': {} } },
    { 'f:a': { '.': {}, 'f:x': {} } },
  ],
  [
    'an intersection has what is in both',
    intersection,
    nested,
    { 'f:spec': { 'f:a': {} } },
    { 'f:spec': { 'f:a': {} } },
  ],
  ['an intersection of parents is no parent', intersection, { 'f:a': { 'f:x': {} } }, { 'f:a': {} }, {}],
  [
    'a difference leaves what lies below',
    difference,
    { 'f:a': { '.': {}, 'f:x': {} } },
    { 'f:a': {} },
    { 'f:a': { 'f:x': {} } },
  ],
  ['a difference of all is nothing', difference, nested, nested, {}],
])('%s', (_, operation, a, b, expected) => {
  expect(toFieldsV1(operation(set(a), set(b)))).toEqual(expected);
});

test('a path goes with all that lies below it', () => {
  expect(toFieldsV1(without(set(nested), ['f:spec', 'f:b']))).toEqual({ 'f:spec': { '.': {}, 'f:a': {} } });
});

test('paths are written as conflicts name them, level by level', () => {
  const fields = { ...nested, 'f:data': { 'f:x.y': {} }, 'f:list': { 'v:"m"': {} } };
  expect(pathsOf(set(fields)).map(pathText)).toEqual([
    '.spec',
    '.data.x.y',
    '.list[="m"]',
    '.spec.a',
    '.spec.b[key="p"]',
    '.spec.b[key="p"].w',
  ]);
});

test.each([
  ['text', 'f:a'],
  ['a step of no kind', { a: {} }],
  ['a step that is no object', { 'f:a': 1 }],
])('%s is no FieldsV1', (_, json) => {
  expect(fromFieldsV1(json)).toBeUndefined();
});
