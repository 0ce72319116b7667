import { InvalidInputError } from '../../platform/errors.ts';
import type { Connection, ProviderInput } from '../driver.ts';
import { endpointUrl, proxyOf, requireKeys, trustOf } from '../link.ts';

/** Reads what the user wrote of a vCenter. The Secret's keys are those of MTV: user, password, ca.crt (or cacert), insecureSkipVerify. */
export function readConnection({ url, settings, secret, revision }: ProviderInput): Connection {
  requireKeys(secret, ['user', 'password']);
  const endpoint = settings.sdkEndpoint;
  if (endpoint !== undefined && endpoint !== 'vcenter' && endpoint !== 'esxi') {
    throw new InvalidInputError('The setting sdkEndpoint must be vcenter or esxi.', {
      code: 'SettingsNotValid',
      parameters: { items: 'sdkEndpoint' },
    });
  }
  return {
    url: endpointUrl(url, '/sdk'),
    user: secret.user ?? '',
    password: secret.password ?? '',
    trust: trustOf(secret),
    ...proxyOf(settings, secret),
    settings,
    ...(revision === undefined ? {} : { revision }),
  };
}
