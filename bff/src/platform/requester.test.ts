import { expect, it } from 'vitest';
import { requesterAnnotation, requesterOf, requesterStamp } from './requester.ts';

it.each([
  ['a user', { user: 'olga', uid: 'u-1', groups: ['ops', 'dev'] }],
  ['a token that may do less', { user: 'olga', uid: 'u-1', groups: [], extra: { scopes: ['user:info'] } }],
])('reads back what it wrote: %s', (_, requester) => {
  expect(requesterOf(requesterStamp(requester))).toEqual(requester);
});

it.each([
  ['no annotations', undefined],
  ['no stamp', {}],
  ['no JSON', { [requesterAnnotation]: 'olga' }],
  ['no user', { [requesterAnnotation]: '{"uid":"u-1"}' }],
  ['an empty user', { [requesterAnnotation]: '{"user":""}' }],
  ['null', { [requesterAnnotation]: 'null' }],
])('has no requester for %s', (_, annotations) => {
  expect(requesterOf(annotations)).toBeUndefined();
});
