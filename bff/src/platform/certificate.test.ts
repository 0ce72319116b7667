import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateProbe } from './certificate.ts';

let server: tls.Server;
let url: string;
let pem: string;

function portOf(listening: net.Server): number {
  return (listening.address() as AddressInfo).port;
}

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'vc.example.com' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  pem = made.cert;
  server = tls.createServer({ cert: made.cert, key: made.private }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${portOf(server)}/sdk`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const probe = certificateProbe();

describe('certificateProbe', () => {
  it('reports a certificate that nobody vouches for, and why', async () => {
    const report = await probe(url, { trust: { mode: 'verify' } });
    expect(report).toMatchObject({
      address: new URL(url).host,
      trusted: false,
      problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      subject: 'CN=vc.example.com',
      issuer: 'CN=vc.example.com',
    });
    expect(report.sha1).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(report.sha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(report.pem.replace(/\s/g, '')).toBe(pem.replace(/\s/g, ''));
    expect(Date.parse(report.validTo)).toBeGreaterThan(Date.parse(report.validFrom));
  });

  it('trusts the certificate when the given authority signed it', async () => {
    const report = await probe(url, { trust: { mode: 'verify', ca: pem } });
    expect(report).toMatchObject({ trusted: true });
    expect(report.problem).toBeUndefined();
  });

  it('says that nothing listens', async () => {
    const free = net.createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const port = portOf(free);
    await new Promise((resolve) => free.close(resolve));
    await expect(probe(`https://127.0.0.1:${port}/sdk`, { trust: { mode: 'skip' } })).rejects.toMatchObject({
      code: 'CertificateUnavailable',
      message: `127.0.0.1:${port} presents no certificate: ECONNREFUSED.`,
    });
  });

  it('ends with its caller', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(probe(url, { trust: { mode: 'skip' } }, aborted)).rejects.toThrow('enough');
  });
});
