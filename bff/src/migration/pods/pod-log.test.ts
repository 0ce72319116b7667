import { expect, test } from 'vitest';
import { lastWords, redact } from './pod-log.ts';

test.each([
  ['a known secret anywhere', 'dialing with hunter22 now', ['hunter22'], 'dialing with ••• now'],
  ['a password by its name', 'password=abc next', [], 'password=••• next'],
  ['a JSON field', '{"token": "abc"}', [], '{"token": •••'],
  ['credentials in an address', 'esx://root:abc@host/x', [], 'esx://root:•••@host/x'],
  ['nothing', 'copied 3 of 4', [], 'copied 3 of 4'],
])('hides %s', (_name, text, hidden, expected) => {
  expect(redact(text, hidden)).toBe(expected);
});

test('the last words are the last line', () => {
  expect(lastWords('one\ntwo\n\n')).toBe('two');
});
