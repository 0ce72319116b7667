import { isIP } from 'node:net';
import { InvalidInputError, ProviderUnavailableError } from '../../platform/errors.ts';
import type { Connection, DriverContext, HostAccess, HostInput, HostWay } from '../driver.ts';
import { readConnection } from './connection.ts';
import { testEndpoint } from './test-endpoint.ts';

/** ESXi hosts at one of their own addresses, trusted by the thumbprint that the vCenter tells of them. */
export const vsphereHosts: HostAccess = {
  reach,
  async test(way, context, signal) {
    await testEndpoint(way.connection, context, signal);
  },
};

async function reach(input: HostInput, context: DriverContext, signal?: AbortSignal): Promise<HostWay> {
  const written = connectionOf(input);
  const { fingerprint } = input;
  const seen = await context.certificate(written.url, written, signal);
  if (fingerprint === '' || seen.sha1.toUpperCase() !== fingerprint.toUpperCase()) {
    const { host } = new URL(written.url);
    const expected = fingerprint === '' ? 'tells none' : `expects ${fingerprint}`;
    throw new ProviderUnavailableError(
      `The certificate of ${host} has the thumbprint ${seen.sha1}; the vCenter ${expected} of this host.`,
      { code: 'CertificateNotTrusted', parameters: { host, reason: 'THUMBPRINT_MISMATCH' } },
    );
  }
  if (written.trust.mode === 'skip') return { connection: written, fingerprint, converts: true };
  const trust = { mode: 'pin', certificate: seen.pem } as const;
  // virt-v2v looks at names and authorities, never at thumbprints.
  const verified = { ...written, trust: { mode: 'verify', ca: seen.pem } } as const;
  const { trusted } = await context.certificate(written.url, verified, signal);
  return { connection: { ...written, trust }, fingerprint, converts: trusted };
}

function connectionOf({ address, secret, revision }: HostInput): Connection {
  const family = isIP(address);
  if (family === 0)
    throw new InvalidInputError(`${address || 'The address'} is no IP address.`, { code: 'IpNotValid' });
  return readConnection({
    url: `https://${family === 6 ? `[${address}]` : address}/sdk`,
    settings: { sdkEndpoint: 'esxi' },
    secret,
    ...(revision !== undefined && { revision }),
  });
}
