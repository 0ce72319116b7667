import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, createCertificate, type KeyPair } from '@gantry/sandbox/certificates.ts';
import { VirtualClock } from '@gantry/sandbox/clock.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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
  const options = { client: new MemoryClient(clock), namespace: 'gantry', newKey: () => Buffer.alloc(32, 1) };
  server = admissionServer({ ...options, clock, log: silentLog }, tls);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** Announced; the body does not follow. */
  readonly contentLength?: number;
}

async function send({ method, path, body, contentLength }: Sent): Promise<{ status: number; body: unknown }> {
  const { port } = server.address() as AddressInfo;
  const headers = contentLength === undefined ? {} : { 'content-length': contentLength };
  const request = https.request({ host: '127.0.0.1', port, method, path, headers, ca: authority.cert });
  if (contentLength === undefined) request.end(body);
  else request.flushHeaders();
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  request.destroy();
  return { status: response.statusCode, body: JSON.parse(text) as unknown };
}

describe('the webhook server', () => {
  it('answers reviews, with the timeout that API servers add', async () => {
    const review = JSON.stringify(admissionReview({ resource: 'pods', object: { metadata: { name: 'a' } } }));
    for (const path of ['/admission/mutate', '/admission/validate']) {
      const { status, body } = await send({ method: 'POST', path: `${path}?timeout=10s`, body: review });
      expect([status, body]).toMatchObject([200, { kind: 'AdmissionReview', response: { allowed: true } }]);
    }
  });

  it('keeps idle connections for longer than API servers do', async () => {
    const { port } = server.address() as AddressInfo;
    const agent = new https.Agent({ keepAlive: true, ca: authority.cert });
    const request = https.get({ host: '127.0.0.1', port, path: '/healthz', agent });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    agent.destroy();
    expect(Number(/timeout=(\d+)/.exec(String(response.headers['keep-alive']))?.[1])).toBeGreaterThan(90);
  });

  it('says that it is there', async () => {
    expect(await send({ method: 'GET', path: '/healthz' })).toEqual({ status: 200, body: 'ok' });
  });

  it.each<[string, Sent, number]>([
    ['another path', { method: 'POST', path: '/admission/other', body: '{}' }, 404],
    ['another method', { method: 'PUT', path: '/admission/mutate', body: '{}' }, 405],
    ['no JSON', { method: 'POST', path: '/admission/mutate', body: '{' }, 400],
    ['no review', { method: 'POST', path: '/admission/mutate', body: '{}' }, 400],
    ['more than two objects', { method: 'POST', path: '/admission/mutate', contentLength: 9 * 1024 * 1024 }, 413],
  ])('refuses %s', async (_, sent, expected) => {
    expect((await send(sent)).status).toBe(expected);
  });

  it('refuses more bodies than it can hold, and answers again when they are gone', async () => {
    const { port } = server.address() as AddressInfo;
    const large = {
      host: '127.0.0.1',
      method: 'POST',
      path: '/admission/mutate',
      headers: { 'content-length': 8 * 1024 * 1024 },
    };
    const waiting = Array.from({ length: 8 }, () => https.request({ ...large, port, ca: authority.cert }));
    for (const request of waiting) {
      request.on('error', () => undefined);
      request.flushHeaders();
    }
    const review = { method: 'POST', path: '/admission/mutate', body: JSON.stringify(admissionReview()) };
    await vi.waitFor(async () => {
      expect((await send(review)).status).toBe(503);
    });
    for (const request of waiting) request.destroy();
    await vi.waitFor(async () => {
      expect((await send(review)).status).toBe(200);
    });
  });
});
