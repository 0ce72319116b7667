import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inClusterAccess, kubeconfigAccess } from './cluster-access.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gantry-access-'));
  await writeFile(join(dir, 'ca.crt'), 'PEM of the authority');
  await writeFile(join(dir, 'token'), 'first\n');
});
afterAll(() => rm(dir, { recursive: true }));

function kubeconfig(cluster: string, user: string): string {
  return `
apiVersion: v1
kind: Config
current-context: it
contexts: [{ name: it, context: { cluster: it, user: it } }]
clusters: [{ name: it, cluster: { server: 'https://127.0.0.1:6443', ${cluster} } }]
users: [{ name: it, user: { ${user} } }]`;
}
const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('in a cluster', () => {
  it('the pod finds authority and token, and reads the token again', async () => {
    const access = await inClusterAccess({ host: '10.0.0.1', port: '443', dir });
    expect([access.url, access.tls]).toEqual(['https://10.0.0.1:443', { ca: 'PEM of the authority' }]);
    expect(await access.readToken?.()).toBe('first');
    await writeFile(join(dir, 'token'), 'second\n');
    expect(await access.readToken?.()).toBe('second');
  });

  it('an IPv6 address is bracketed', async () => {
    expect((await inClusterAccess({ host: 'fd00::1', port: '443', dir })).url).toBe('https://[fd00::1]:443');
  });
});

describe('a kubeconfig', () => {
  it('with a token and an authority in it', async () => {
    const access = await kubeconfigAccess(kubeconfig(`certificate-authority-data: ${encoded('CA')}`, 'token: t'), dir);
    expect(access.url).toBe('https://127.0.0.1:6443');
    expect(access.tls).toEqual({ trust: 'verify', ca: 'CA', cert: undefined, key: undefined });
    expect(await access.readToken?.()).toBe('t');
  });

  it('with an authority in a file beside it', async () => {
    const access = await kubeconfigAccess(kubeconfig('certificate-authority: ca.crt', 'token: t'), dir);
    expect(access.tls.ca).toBe('PEM of the authority');
  });

  it('with a token in a file, which is read again', async () => {
    const access = await kubeconfigAccess(
      kubeconfig('insecure-skip-tls-verify: true', `tokenFile: ${join(dir, 'token')}`),
      dir,
    );
    expect(access.tls.trust).toBe('skip');
    expect(await access.readToken?.()).toBe('second');
  });

  it('with a client certificate needs no token', async () => {
    const user = `client-certificate-data: ${encoded('CERT')}, client-key-data: ${encoded('KEY')}`;
    const access = await kubeconfigAccess(kubeconfig('insecure-skip-tls-verify: true', user), dir);
    expect(access.tls).toEqual({ trust: 'skip', ca: undefined, cert: 'CERT', key: 'KEY' });
    expect(access.readToken).toBeUndefined();
  });

  it('without a cluster is refused', async () => {
    await expect(kubeconfigAccess('apiVersion: v1\nkind: Config\n', dir)).rejects.toThrow('no current context');
  });
});
