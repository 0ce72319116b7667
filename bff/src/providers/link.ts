import { InvalidInputError } from '../platform/errors.ts';
import type { Connection, ProviderInput, Trust } from './driver.ts';

/** Throws InvalidInputError (`SecretNotValid`) that names the keys which are missing or empty. */
export function requireKeys(secret: ProviderInput['secret'], keys: readonly string[]): void {
  const missing = keys.filter((key) => !secret[key]);
  if (missing.length === 0) return;
  throw new InvalidInputError(`The Secret of the provider lacks ${missing.join(' and ')}.`, {
    code: 'SecretNotValid',
    parameters: { items: missing.join(',') },
  });
}

/** Only TLS, except to this machine itself; without a trailing slash. Throws InvalidInputError (`UrlNotValid`). */
export function endpointUrl(written: string, defaultPath: string): string {
  const url = URL.parse(written.trim());
  const problem = url === null ? 'is not an absolute URL' : problemOf(url);
  if (url === null || problem !== undefined) {
    throw new InvalidInputError(`The URL of the provider ${problem ?? 'is not valid'}.`, { code: 'UrlNotValid' });
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? defaultPath : path}`;
}

function problemOf(url: URL): string | undefined {
  const isLoopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold credentials; they belong in the Secret';
  if (url.search !== '' || url.hash !== '') return 'must not have a query or a fragment';
  return undefined;
}

/** In the Secret where it has credentials; `direct` is past the proxy that the process is told to use. */
export function proxyOf(
  settings: ProviderInput['settings'],
  secret: ProviderInput['secret'],
): Pick<Connection, 'proxy'> {
  const proxy = (secret.proxy ?? settings.proxy ?? '').trim();
  if (proxy === '' || proxy === 'direct') return proxy === '' ? {} : { proxy };
  const url = URL.parse(proxy);
  const shown = secret.proxy === undefined;
  if (url !== null && /^https?:$/.test(url.protocol) && !(shown && url.username !== '')) return { proxy };
  const message = 'The proxy must be direct, or an http:// or https:// URL, without credentials unless in the Secret.';
  throw new InvalidInputError(message, { code: 'SettingsNotValid', parameters: { items: 'proxy' } });
}

/** From the keys of MTV: insecureSkipVerify, ca.crt or cacert. */
export function trustOf(secret: ProviderInput['secret']): Trust {
  if (/^(true|1)$/i.test(secret.insecureSkipVerify?.trim() ?? '')) return { mode: 'skip' };
  const ca = secret['ca.crt'] || secret.cacert;
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InvalidInputError('The certificate in the Secret of the provider is not PEM.', {
      code: 'SecretNotValid',
      parameters: { items: 'ca.crt' },
    });
  }
  return ca === undefined ? { mode: 'verify' } : { mode: 'verify', ca };
}
