import { expect, test } from 'vitest';
import { duplicateFields } from './json-duplicates.ts';

test.each([
  ['nothing twice', '{"a":1,"b":{"a":1}}', []],
  ['at the top', '{"a":1,"a":2}', ['a']],
  ['within an object', '{"spec":{"size":1,"size":2}}', ['spec.size']],
  ['within a list', '{"items":[{"k":1},{"k":1,"k":2}]}', ['items[1].k']],
  ['values that look like names', '{"a":"b","c":"b"}', []],
  ['a name with quotes', String.raw`{"a\"b":1,"a\"b":2}`, ['a"b']],
  ['a sibling after a nested object', '{"a":{"x":1},"b":{"x":1}}', []],
])('duplicates: %s', (_name, text, expected) => {
  expect(duplicateFields(text)).toEqual(expected);
});
