import { expect, test } from 'vitest';
import { jsonPatch, mergePatch } from './patch.ts';
import { strategicMerge } from './strategic-merge.ts';

test.each([
  ['sets and removes', { a: 1, b: 2 }, { a: null, c: 3 }, { b: 2, c: 3 }],
  ['merges to any depth', { a: { b: { c: 1, d: 2 } } }, { a: { b: { c: null } } }, { a: { b: { d: 2 } } }],
  ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['replaces a scalar by an object without its nulls', { a: 1 }, { a: { b: null, c: 2 } }, { a: { c: 2 } }],
])('merge patch %s', (_name, target, patch, expected) => {
  const before = structuredClone(target);
  expect(mergePatch(target, patch)).toEqual(expected);
  expect(target).toEqual(before);
});

test('a merge patch does not reach prototypes', () => {
  mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a JSON patch applies whole or not at all', () => {
  const target = { spec: { list: [1] } };
  expect(jsonPatch(target, [{ op: 'add', path: '/spec/list/-', value: 2 }])).toEqual({ spec: { list: [1, 2] } });
  expect(() =>
    jsonPatch(target, [
      { op: 'add', path: '/spec/list/-', value: 2 },
      { op: 'test', path: '/spec/other', value: 1 },
    ]),
  ).toThrow('the server rejected our request');
  expect(target).toEqual({ spec: { list: [1] } });
});

test.each([
  [
    'containers merge by name',
    { containers: [{ name: 'a', image: 'x', tty: true }, { name: 'b' }] },
    { containers: [{ name: 'a', image: 'y' }] },
    { containers: [{ name: 'a', image: 'y', tty: true }, { name: 'b' }] },
  ],
  [
    'a directive deletes an item',
    { volumes: [{ name: 'a' }, { name: 'b' }] },
    { volumes: [{ $patch: 'delete', name: 'a' }] },
    { volumes: [{ name: 'b' }] },
  ],
  ['finalizers are a set', { finalizers: ['a'] }, { finalizers: ['a', 'b'] }, { finalizers: ['a', 'b'] }],
  [
    'plain items are removed from a set',
    { finalizers: ['a', 'b'] },
    { '$deleteFromPrimitiveList/finalizers': ['a'] },
    { finalizers: ['b'] },
  ],
  ['other lists are replaced', { args: ['a'] }, { args: ['b'] }, { args: ['b'] }],
  ['an object can be replaced whole', { spec: { a: 1 } }, { spec: { $patch: 'replace', b: 2 } }, { spec: { b: 2 } }],
])('strategic merge: %s', (_name, target, patch, expected) => {
  expect(strategicMerge(target, patch)).toEqual(expected);
});
