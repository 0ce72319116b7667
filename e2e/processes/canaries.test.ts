import { expect, it } from 'vitest';
import { canariesIn } from './canaries.ts';

const password = 'c4n4ry "of" the/pässword';
const base64 = (text: string) => Buffer.from(text).toString('base64');

it.each([
  ['as it is', `login with ${password}.`],
  ['in JSON', JSON.stringify({ message: `login with ${password}` })],
  ['in a URL', `/live?x=${encodeURIComponent(password)}&y=1`],
  ['in a Secret', base64(password)],
  ['in basic credentials', base64(`admin:${password}`)],
  ['in basic credentials of another length', base64(`root:${password}\n`)],
  ['in a text that was encoded', base64(`ab${password}ab`)],
])('finds a canary %s', (_, text) => {
  expect(canariesIn({ log: text, other: 'nothing' }, { 'the password': password })).toEqual(['log tells the password']);
});

it('finds none where there is none, and looks at something', () => {
  expect(canariesIn({ log: 'admin logged in' }, { 'the password': password })).toEqual([]);
  expect(() => canariesIn({ log: '' }, { 'the password': password })).toThrow('nothing to search in log');
});
