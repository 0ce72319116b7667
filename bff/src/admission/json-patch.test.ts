import { applyWebhookPatch } from '@gantry/sandbox/cluster/admission/webhooks/apply-patch.ts';
import { describe, expect, it } from 'vitest';
import { patchBetween } from './json-patch.ts';

describe('a patch between two objects', () => {
  it.each<[string, object, object]>([
    ['nothing', { a: { b: [1] } }, { a: { b: [1] } }],
    ['a new member', { a: {} }, { a: { b: { c: 1 } } }],
    ['a changed one', { a: { b: 1, c: 2 } }, { a: { b: 3, c: 2 } }],
    ['one less', { a: { b: 1, c: 2 } }, { a: { c: 2 } }],
    ['names with slashes and tildes', { a: { 'x/y~z': '1' } }, { a: { 'x/y~z': '2', '~1/': '3' } }],
    ['a list', { a: [1, 2, 3] }, { a: [3, 2] }],
    ['another type', { a: [1], b: {} }, { a: { b: 1 }, b: 'text' }],
    ['null', { a: null, b: 1 }, { a: 1, b: null }],
  ])('makes the one of the other: %s', (_, before, after) => {
    expect(applyWebhookPatch(before, patchBetween(before, after))).toEqual(after);
  });

  it('touches only what differs', () => {
    const before = { metadata: { annotations: { a: '1' } }, spec: { big: [1, 2] } };
    const after = { metadata: { annotations: { a: '1', 'gantry.dev/b': '2' } }, spec: { big: [1, 2] } };
    expect(patchBetween(before, after)).toEqual([
      { op: 'add', path: '/metadata/annotations/gantry.dev~1b', value: '2' },
    ]);
  });

  it('takes a member that is undefined for absent', () => {
    expect(patchBetween({ a: 1, b: undefined }, { a: undefined, b: undefined })).toEqual([
      { op: 'remove', path: '/a' },
    ]);
  });
});
