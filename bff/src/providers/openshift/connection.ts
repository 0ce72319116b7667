import { InvalidInputError } from '../../platform/errors.ts';
import type { Connection, ProviderInput } from '../driver.ts';
import { endpointUrl, proxyOf, requireKeys, trustOf } from '../link.ts';

/** Reads what the user wrote of another cluster. The Secret's keys are those of MTV: token, ca.crt (or cacert), insecureSkipVerify. */
export function readConnection({ url, settings, secret, revision }: ProviderInput): Connection {
  requireKeys(secret, ['token']);
  const token = (secret.token ?? '').trim();
  // In a header a line break would begin another one.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new InvalidInputError('The token in the Secret of the provider has characters that tokens do not have.', {
      code: 'SecretNotValid',
      parameters: { items: 'token' },
    });
  }
  return {
    url: endpointUrl(url, ''),
    user: '',
    password: token,
    trust: trustOf(secret),
    ...proxyOf(settings, secret),
    settings,
    ...(revision === undefined ? {} : { revision }),
  };
}
