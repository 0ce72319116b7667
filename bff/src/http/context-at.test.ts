import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBytes } from '../platform/body.ts';
import { contextAt, type PinnedContext } from './context-at.ts';

let server: Server;
let context: PinnedContext;
let leaf: string;
let url: string;

beforeAll(async () => {
  const authority = await generate([{ name: 'commonName', value: 'an authority of one' }], {
    extensions: [{ name: 'basicConstraints', cA: true }],
  });
  const made = await generate([{ name: 'commonName', value: 'vc.example.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'vc.example.test' }] }],
    ca: { cert: authority.cert, key: authority.private },
  });
  leaf = made.cert;
  server = createServer({ cert: made.cert, key: made.private }, (request, response) => {
    response.end(request.headers.host);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://vc.example.test:${(server.address() as AddressInfo).port}/sdk`;
  context = contextAt('127.0.0.1', { clock: new VirtualClock() });
});
afterAll(async () => {
  await context.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('contextAt', () => {
  it('asks the judged address for the certificate, under the name in the URL', async () => {
    const report = await context.certificate(url, { trust: { mode: 'verify' } });
    expect(report).toMatchObject({ trusted: false, subject: 'CN=vc.example.test', issuer: 'CN=an authority of one' });
  });

  it('trusts a certificate by itself, whoever signed it', async () => {
    expect(await context.certificate(url, { trust: { mode: 'verify', ca: leaf } })).toMatchObject({ trusted: true });
  });

  it('sends to the judged address, verifying the name', async () => {
    const send = context.send({ trust: { mode: 'verify', ca: leaf } });
    const { body } = await send({ method: 'GET', url, headers: {} });
    expect((await readBytes(body, { limitBytes: 1000 })).toString()).toBe(new URL(url).host);
    const other = url.replace('vc.example.test', 'elsewhere.example.test');
    await expect(send({ method: 'GET', url: other, headers: {} })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});
