import { describe, expect, it } from 'vitest';
import { addressGuard } from './address-guard.ts';

const resolve = (addresses: readonly string[]) => () => Promise.resolve(addresses);

describe('addressGuard', () => {
  it.each([
    'https://127.0.0.1/sdk',
    'https://127.8.9.1:8443',
    'https://[::1]/sdk',
    'https://[::ffff:127.0.0.1]/sdk',
    'https://169.254.169.254/latest',
    'https://0.0.0.0/',
    'https://[fe80::1]/',
    'https://kubernetes.default.svc/',
    'https://vc.ns.svc.cluster.local/',
    'https://localhost/sdk',
    'https://metadata.google.internal/',
    'https://ip-10-0-1-2.eu-central-1.compute.internal/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://%31%32%37.0.0.1/',
    'https://１２７.0.0.1/',
    'https://0/',
    'https://[0:0:0:0:0:ffff:7f00:1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://[ff02::1]/',
    'https://[fd00:ec2::254]/',
    'https://100.100.100.200/',
    'https://LOCALHOST./sdk',
    'https://vc.localhost/',
    'https://kubernetes.default.svc./',
  ])('refuses %s', async (url) => {
    await expect(addressGuard({ allowed: [], resolve: resolve(['192.0.2.1']) }).judge(url)).rejects.toMatchObject({
      code: 'address-refused',
    });
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', '169.254.169.254', '0.0.0.0'])(
    'refuses a name that leads to %s too',
    async (address) => {
      const guard = addressGuard({ allowed: [], resolve: resolve(['192.0.2.1', address]) });
      await expect(guard.judge('https://vc.example/')).rejects.toMatchObject({ code: 'address-refused' });
    },
  );

  it.each(['172.30.0.1', '2887647233', '[::ffff:172.30.0.1]', '[64:ff9b::ac1e:1]', '[fd02::1]'])(
    'refuses a service of the cluster, written as %s',
    async (host) => {
      const cluster = [
        { address: '172.30.0.0', prefix: 16 },
        { address: 'fd02::', prefix: 112 },
      ];
      const guard = addressGuard({ allowed: [], cluster });
      await expect(guard.judge(`https://${host}/`)).rejects.toMatchObject({ code: 'address-refused' });
    },
  );

  it('lets names pass that companies give their own machines', async () => {
    const guard = addressGuard({ allowed: [], resolve: resolve(['192.0.2.7']) });
    expect(await guard.judge('https://vcenter.corp.internal/sdk')).toBe('192.0.2.7');
  });

  it('lets ordinary and allowed addresses pass, and says which to use', async () => {
    expect(await addressGuard({ allowed: [], resolve: resolve(['192.0.2.7']) }).judge('https://vc.example/sdk')).toBe(
      '192.0.2.7',
    );
    expect(
      await addressGuard({ allowed: [{ address: '127.0.0.0', prefix: 8 }] }).judge('https://127.0.0.1:8989/sdk'),
    ).toBe('127.0.0.1');
  });

  it('lets what an administrator has allowed pass in every notation', async () => {
    const guard = addressGuard({ allowed: [{ address: '127.0.0.0', prefix: 8 }] });
    expect(await guard.judge('https://[64:ff9b::7f00:1]/')).toBe('64:ff9b::7f00:1');
    expect(await guard.judge('https://[::ffff:7f00:1]/')).toBe('::ffff:7f00:1');
  });

  it('says when a name is unknown', async () => {
    const guard = addressGuard({ allowed: [], resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    await expect(guard.judge('https://nowhere.example/')).rejects.toMatchObject({ code: 'name-not-found' });
  });

  it.each([
    ['an address that may be reached', ['192.0.2.7'], null],
    ['a barred one', ['127.0.0.1'], 'address-refused'],
    ['any barred one', ['192.0.2.7', '169.254.169.254'], 'address-refused'],
    ['none', [], 'address-refused'],
  ])('judges when it connects: a name with %s', async (_name, addresses, code) => {
    const { lookup } = addressGuard({ allowed: [], resolve: resolve(addresses) });
    const found = await new Promise((end) => {
      lookup('vc.example', { all: true }, (error, list) => end(error ?? list));
    });
    expect(found).toMatchObject(code === null ? [{ address: '192.0.2.7', family: 4 }] : { code });
  });
});
