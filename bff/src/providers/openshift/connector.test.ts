import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { InProcessNetwork } from '@gantry/sandbox/network.ts';
import { afterEach, describe, expect, it } from 'vitest';
import {
  otherCluster,
  startOtherCluster,
  type OtherCluster,
  type OtherClusterOptions,
} from '../../testing/other-cluster.ts';
import { settled } from '../../testing/vcenter.ts';
import type { ConnectionReport, ProviderInput } from '../driver.ts';
import { openshiftConnector } from './connector.ts';

let cluster: OtherCluster | undefined;
afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
});

const { url, token } = otherCluster;

async function test(
  input: Partial<ProviderInput> = {},
  options: Pick<OtherClusterOptions, 'rights' | 'without'> = {},
): Promise<ConnectionReport> {
  const clock = new VirtualClock();
  const network = new InProcessNetwork();
  cluster = await startOtherCluster({ clock, network, ...options });
  const connection = openshiftConnector.connection({ url, settings: {}, secret: { token }, ...input });
  const context = {
    send: () => network.send,
    clock,
    certificate: () => Promise.reject(new Error('Nothing is probed.')),
  };
  return settled(clock, openshiftConnector.test(connection, context));
}

describe('the test of another cluster', () => {
  it('passes, and tells its version', async () => {
    const report = await test();
    expect(report).toMatchObject({ product: 'OpenShift Virtualization', missingPrivileges: [] });
    expect(report.version).toMatch(/^v1\./);
  });

  it('tells a refused token from a cluster that is not there', async () => {
    await expect(test({ secret: { token: 'other' } })).rejects.toMatchObject({ status: 401, code: 'InvalidLogin' });
    await expect(test({ url: 'https://nowhere.test' })).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining('https://nowhere.test') as string,
    });
  });

  it('refuses a cluster without KubeVirt', async () => {
    await expect(test({}, { without: ['virtualmachines.kubevirt.io'] })).rejects.toThrow(
      'has no OpenShift Virtualization',
    );
  });

  it('names what the account may not', async () => {
    const { missingPrivileges } = await test({}, { rights: 'none' });
    expect(missingPrivileges).toContainEqual({ feature: 'inventory', privilege: 'list virtualmachines.kubevirt.io' });
    expect(missingPrivileges).toContainEqual({ feature: 'target', privilege: 'create pods' });
    expect(missingPrivileges).toContainEqual({ feature: 'target', privilege: 'create pods/proxy' });
  });
});

describe('the Secret', () => {
  it.each([
    ['no token', {}, 'token'],
    ['an empty token', { token: '' }, 'token'],
    ['a token of two lines', { token: 'a\nb' }, 'token'],
    ['a certificate that is none', { token, cacert: 'x' }, 'ca.crt'],
  ])('with %s is refused', (_name, secret, items) => {
    expect(() => openshiftConnector.connection({ url, settings: {}, secret })).toThrow(
      expect.objectContaining({ code: 'SecretNotValid', parameters: { items } }),
    );
  });

  it('may end with a line break, as files do', () => {
    const { user, password } = openshiftConnector.connection({ url, settings: {}, secret: { token: `${token}\n` } });
    expect([user, password]).toEqual(['', token]);
  });
});
