import { describe, expect, it } from 'vitest';
import { isLabel, isSubdomain, targetName, validName } from './names.ts';

const free = () => false;

describe('targetName', () => {
  it.each([
    ['keeps a valid name', 'web-01', undefined, 'web-01'],
    ['takes the wanted name as it is', 'web-01', 'shop', 'shop'],
    ['makes upper case and spaces valid', 'Web Server_01', undefined, 'web-server-01'],
    ['keeps the parts between dots', 'Web.Example.COM', undefined, 'web.example.com'],
    ['drops other characters', 'wéb(1)', undefined, 'wb1'],
    ['collapses dashes and trims', '--a__b--', undefined, 'a-b'],
    ['drops empty parts', 'a..-.b', undefined, 'a.b'],
    ['names what cannot be kept', '日本', undefined, 'vm-k7x2'],
    ['cuts to 63', 'A'.repeat(80), undefined, 'a'.repeat(63)],
    [
      'cuts a valid name that is too long for labels',
      'a'.repeat(40) + '.' + 'b'.repeat(40),
      undefined,
      `${'a'.repeat(40)}.${'b'.repeat(22)}`,
    ],
  ])('%s', (_name, sourceName, wanted, expected) => {
    const name = targetName({ sourceName, ...(wanted && { wanted }), taken: free, suffix: 'k7x2' });
    expect(name).toBe(expected);
    expect(isSubdomain(name)).toBe(true);
  });

  it('adds the suffix where the name is taken, within 63 characters', () => {
    const name = targetName({ sourceName: 'a'.repeat(63), taken: () => true, suffix: 'k7x2' });
    expect(name).toBe(`${'a'.repeat(58)}-k7x2`);
  });

  it('leaves no dash or dot before the suffix', () => {
    const sourceName = `${'a'.repeat(57)}-bbbbb`;
    expect(targetName({ sourceName, taken: () => true, suffix: 'k7x2' })).toBe(`${'a'.repeat(57)}-k7x2`);
  });
});

describe('DNS names', () => {
  it.each([
    ['web-01', true, true],
    ['web.01', false, true],
    ['-web', false, false],
    ['Web', false, false],
    ['', false, false],
    ['a'.repeat(64), false, true],
  ])('%s', (name, label, subdomain) => {
    expect([isLabel(name), isSubdomain(name)]).toEqual([label, subdomain]);
  });

  it('gives nothing for a name without usable characters', () => {
    expect(validName('***')).toBe('');
  });
});
