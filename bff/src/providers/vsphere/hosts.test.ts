import { describe, expect, it } from 'vitest';
import { startVcenter } from '../../testing/vcenter.ts';
import type { DriverContext, HostInput } from '../driver.ts';
import { vsphereHosts } from './hosts.ts';

const name = 'esx-01.sandbox.test';

async function world(change: Partial<HostInput> = {}) {
  const started = await startVcenter();
  const host = await started.listenAsHost(name);
  const { address, thumbprint: fingerprint, account: secret } = host;
  return { ...started, host, input: { address, fingerprint, secret, ...change } };
}

describe('vsphereHosts', () => {
  it('reaches a host with its own account, trusted by its thumbprint', async () => {
    const { host, input, context } = await world();
    const way = await vsphereHosts.reach(input, context);
    expect(way).toMatchObject({
      connection: {
        url: `https://${host.address}/sdk`,
        user: 'root',
        trust: { mode: 'pin', certificate: `PEM of ${host.address}` },
        settings: { sdkEndpoint: 'esxi' },
      },
      fingerprint: host.thumbprint,
      // The certificates of this world bear no addresses.
      converts: false,
    });
    await vsphereHosts.test(way, context);
    expect(host.endpoint.sessions.logins).toBe(1);
    expect(host.endpoint.sessions.open).toBe(0);
  });

  it('lets conversions read where the certificate bears the address, or is not verified', async () => {
    const { input, context } = await world();
    const bearing: DriverContext = {
      ...context,
      certificate: async (url, link) => ({
        ...(await context.certificate(url, link)),
        trusted: link.trust.mode === 'verify' && link.trust.ca !== undefined,
      }),
    };
    expect((await vsphereHosts.reach(input, bearing)).converts).toBe(true);
    const secret = { ...input.secret, insecureSkipVerify: 'true' };
    const unverified = await vsphereHosts.reach({ ...input, secret }, context);
    expect(unverified).toMatchObject({ converts: true, connection: { trust: { mode: 'skip' } } });
  });

  it.each([
    ['no address', { address: '' }, { code: 'IpNotValid' }],
    ['a name', { address: 'esx-01.sandbox.test' }, { code: 'IpNotValid' }],
    ['an address with more behind it', { address: '198.51.100.10:8443' }, { code: 'IpNotValid' }],
    ['no password', { secret: { user: 'root' } }, { code: 'SecretNotValid' }],
    ['another certificate', { fingerprint: '00:11' }, { code: 'CertificateNotTrusted' }],
    ['a host of which no certificate is known', { fingerprint: '' }, { code: 'CertificateNotTrusted' }],
  ])('refuses %s', async (_what, change, error) => {
    const { input, context } = await world(change);
    await expect(vsphereHosts.reach(input, context)).rejects.toMatchObject(error);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, { code: 'InvalidLogin' }],
    ['an unknown user', { user: 'me' }, { code: 'InvalidLogin' }],
  ])('is refused with %s', async (_what, change, error) => {
    const { input, context } = await world();
    const way = await vsphereHosts.reach({ ...input, secret: { ...input.secret, ...change } }, context);
    await expect(vsphereHosts.test(way, context)).rejects.toMatchObject(error);
  });

  it('is not taken in by a vCenter at the address', async () => {
    const { context, input, vcenter, network, connection } = await world();
    const at = { host: '198.51.100.99', port: 443, tls: { cert: '', key: '' } };
    await network.listen(vcenter.handle, at);
    const { user, password } = connection;
    const secret = { user, password, insecureSkipVerify: 'true' };
    const way = await vsphereHosts.reach({ ...input, address: at.host, fingerprint: 'AA:BB', secret }, context);
    await expect(vsphereHosts.test(way, context)).rejects.toMatchObject({ code: 'SettingsNotValid' });
  });
});
