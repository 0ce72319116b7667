import { describe, expect, it } from 'vitest';
import { createLog, redactText } from './log.ts';

const canary = 'c4n4ry-s3cret';

function logged(log: (logger: ReturnType<typeof createLog>) => void): string {
  let written = '';
  log(createLog({ level: 'debug', write: (line) => (written += line) }));
  return written;
}

describe('redactText', () => {
  it.each([
    ['a bearer token', `Authorization: Bearer ${canary}`],
    ['basic credentials', `got Basic ${canary}=`],
    ['credentials in a URL', `https://admin:${canary}@vc.example/sdk`],
    ['a password in JSON', `{"password":"${canary}"}`],
    ['a token in a query', `/live?token=${canary}`],
  ])('removes %s', (_, text) => {
    expect(redactText(text)).not.toContain(canary);
  });
  it('leaves other words alone', () => {
    expect(redactText('The secret vc-creds is missing.')).toBe('The secret vc-creds is missing.');
  });
});

describe('createLog', () => {
  it.each([
    ['at the top', { password: canary }],
    ['nested', { request: { headers: { authorization: canary } } }],
    ['Secret data', { object: { data: { user: canary } } }],
    ['an error', { error: new Error(`refused token=${canary}`) }],
  ])('removes a secret %s', (_, object) => {
    const line = logged((log) => {
      log.info(object, 'Reconciling');
    });
    expect(line).toContain('Reconciling');
    expect(line).not.toContain(canary);
  });

  it('removes a secret from the message', () => {
    expect(
      logged((log) => {
        log.warn(`Bearer ${canary}`);
      }),
    ).not.toContain(canary);
  });
});
