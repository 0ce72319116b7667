import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, createCertificate, type KeyPair } from '@gantry/sandbox/certificates.ts';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { admissionReview } from '../testing/admission-review.ts';
import { MemoryClient } from '../testing/memory-client.ts';
import { admissionServer } from './server.ts';

let authority: KeyPair;
let server: https.Server;

beforeAll(async () => {
  authority = await createAuthority(Date.now());
  const tls = await createCertificate('localhost', authority, Date.now());
  const clock = new VirtualClock();
  server = admissionServer({ client: new MemoryClient(clock), clock, log: silentLog }, tls);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function send(method: string, path: string, body = ''): Promise<{ status: number; body: unknown }> {
  const { port } = server.address() as AddressInfo;
  const request = https.request({ host: '127.0.0.1', port, method, path, ca: authority.cert });
  request.end(body);
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  return { status: response.statusCode, body: JSON.parse(text) as unknown };
}

describe('the webhook server', () => {
  it('answers reviews, with the timeout that API servers add', async () => {
    const review = JSON.stringify(admissionReview({ resource: 'pods', object: { metadata: { name: 'a' } } }));
    for (const path of ['/admission/mutate', '/admission/validate']) {
      const { status, body } = await send('POST', `${path}?timeout=10s`, review);
      expect([status, body]).toMatchObject([200, { kind: 'AdmissionReview', response: { allowed: true } }]);
    }
  });

  it('says that it is there', async () => {
    expect(await send('GET', '/healthz')).toEqual({ status: 200, body: 'ok' });
  });

  it.each([
    ['another path', 'POST', '/admission/other', '{}', 404],
    ['another method', 'PUT', '/admission/mutate', '{}', 405],
    ['no JSON', 'POST', '/admission/mutate', '{', 400],
    ['no review', 'POST', '/admission/mutate', '{}', 400],
    ['more than two objects', 'POST', '/admission/validate', `"${'x'.repeat(8 * 1024 * 1024)}"`, 400],
  ])('refuses %s', async (_, method, path, body, expected) => {
    expect((await send(method, path, body)).status).toBe(expected);
  });
});
