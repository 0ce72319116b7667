import { expect, test } from 'vitest';
import type { Pod } from '../../api/kinds/core.ts';
import type { Connection } from '../../providers/driver.ts';
import type { MachineScope } from '../scope.ts';
import type { OpenSource } from '../source/sources.ts';
import { lastWords, redact, testimony } from './pod-log.ts';

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

const connection = (password: string) => ({ password }) as Connection;
const said = 'tried first-secret, then second-secret';

/** Only what a testimony looks at. */
function scopeWith(throughHost: OpenSource['throughHost']): MachineScope {
  const source = { connection: connection('first-secret'), throughHost };
  return {
    resolved: { source: { host: { name: 'esx' } } },
    source: () => Promise.resolve(source),
    client: { podLog: () => Promise.resolve(said) },
  } as unknown as MachineScope;
}

const pod = { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c' }] } } as unknown as Pod;

test('hides the passwords of the provider and of the host that is read', async () => {
  const way = { connection: connection('second-secret'), fingerprint: '', converts: true };
  const { log } = await testimony(
    scopeWith(() => Promise.resolve(way)),
    pod,
  );
  expect(log).toBe('tried •••, then •••');
});

test('hides that of the provider also while the host cannot be reached', async () => {
  const { log } = await testimony(
    scopeWith(() => Promise.reject(new Error('gone'))),
    pod,
  );
  expect(log).not.toContain('first-secret');
});
