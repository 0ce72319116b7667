import { expect, it } from 'vitest';
import { requesterAnnotation, requesterOf, requesterStamp } from './requester.ts';

it('reads back what it wrote', () => {
  const requester = { user: 'olga', uid: 'u-1', groups: ['ops', 'dev'] };
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
