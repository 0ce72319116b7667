import { describe, expect, it } from 'vitest';
import { readConnection } from './connection.ts';

const secret = { user: 'u', password: 'p' };
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

describe('readConnection', () => {
  it.each([
    ['https://vc.example.com', 'https://vc.example.com/sdk'],
    [' https://VC.example.com/sdk/ ', 'https://vc.example.com/sdk'],
    ['https://vc.example.com:8443/sdk', 'https://vc.example.com:8443/sdk'],
    ['https://[2001:db8::1]/sdk', 'https://[2001:db8::1]/sdk'],
    ['http://127.0.0.1:8989/sdk', 'http://127.0.0.1:8989/sdk'],
  ])('reads the URL %s', (url, expected) => {
    expect(readConnection({ url, settings: {}, secret }).url).toBe(expected);
  });

  it.each([
    'vc.example.com',
    '',
    'http://vc.example.com/sdk',
    'ftp://vc.example.com',
    'https://u:p@vc.example.com/sdk',
    'https://vc.example.com/sdk?x=1',
    'https://vc.example.com/sdk#x',
  ])('refuses the URL %j', (url) => {
    expect(() => readConnection({ url, settings: {}, secret })).toThrow(
      expect.objectContaining({ code: 'UrlNotValid' }),
    );
  });

  it.each([
    ['nothing', {}, 'user,password'],
    ['no password', { user: 'u' }, 'password'],
    ['an empty user', { user: '', password: 'p' }, 'user'],
    ['a certificate that is none', { ...secret, 'ca.crt': 'nonsense' }, 'ca.crt'],
  ])('refuses a Secret with %s', (_what, given, items) => {
    const read = () => readConnection({ url: 'https://vc', settings: {}, secret: given });
    expect(read).toThrow(expect.objectContaining({ code: 'SecretNotValid', parameters: { items } }));
  });

  it.each([
    [{}, { mode: 'verify' }],
    [{ 'ca.crt': pem }, { mode: 'verify', ca: pem }],
    [{ cacert: pem }, { mode: 'verify', ca: pem }],
    [{ insecureSkipVerify: 'false' }, { mode: 'verify' }],
    [{ insecureSkipVerify: 'true', 'ca.crt': pem }, { mode: 'skip' }],
  ])('trusts as %j says', (given, trust) => {
    expect(readConnection({ url: 'https://vc', settings: {}, secret: { ...secret, ...given } }).trust).toEqual(trust);
  });

  it.each([
    ['none', {}, {}, undefined],
    ['one in the settings', { proxy: 'http://proxy.example:3128' }, {}, 'http://proxy.example:3128'],
    ['one with credentials in the Secret', {}, { proxy: 'https://u:p@proxy.example' }, 'https://u:p@proxy.example'],
    ['the one of the Secret first', { proxy: 'http://other.example' }, { proxy: 'direct' }, 'direct'],
    ['no proxy at all', { proxy: ' direct ' }, {}, 'direct'],
  ])('goes through the proxy that is named: %s', (_what, settings, given, expected) => {
    const read = readConnection({ url: 'https://vc', settings, secret: { ...secret, ...given } });
    expect(read.proxy).toBe(expected);
  });

  it.each([
    ['no URL', 'proxy.example:3128'],
    ['another protocol', 'socks5://proxy.example'],
    ['credentials where anybody reads them', 'http://u:p@proxy.example'],
  ])('refuses a proxy in the settings with %s', (_what, proxy) => {
    const read = () => readConnection({ url: 'https://vc', settings: { proxy }, secret });
    expect(read).toThrow(expect.objectContaining({ code: 'SettingsNotValid', parameters: { items: 'proxy' } }));
  });

  it('refuses an unknown kind of endpoint', () => {
    const read = () => readConnection({ url: 'https://vc', settings: { sdkEndpoint: 'hyperv' }, secret });
    expect(read).toThrow(expect.objectContaining({ code: 'SettingsNotValid' }));
  });
});
