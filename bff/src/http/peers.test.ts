import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, createCertificate, type KeyPair } from '@gantry/sandbox/certificates.ts';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Peers } from './peers.ts';

const servername = 'gantry.gantry.svc';
let authority: KeyPair;
let own: KeyPair;
let next: KeyPair;
let foreign: KeyPair;
let misnamed: KeyPair;
let server: Server | undefined;
let peers: Peers;

beforeAll(async () => {
  const now = Date.now();
  authority = await createAuthority(now);
  own = await createCertificate(servername, authority, now);
  next = await createCertificate(servername, authority, now);
  foreign = await createCertificate(servername, await createAuthority(now), now);
  misnamed = await createCertificate('other.gantry.svc', authority, now);
});
afterEach(async () => {
  await peers.close();
  server?.closeAllConnections();
  server?.close();
});

/** A replica that serves with that certificate; its address. */
async function replica(serving: KeyPair): Promise<string> {
  server = createServer(serving, (_request, response) => response.end('answered')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answerOf(address: string): Promise<number | string> {
  const url = `${peers.origin(address) ?? ''}/`;
  const sent = peers.send({ method: 'GET', url, headers: {} });
  const asked = new Promise<number>((resolve, reject) => {
    const request = peers.request(url, { agent: false });
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.on('error', reject);
    request.end();
  });
  const [first, second] = await Promise.allSettled([sent, asked]);
  expect(second.status).toBe(first.status);
  return first.status === 'fulfilled' ? first.value.status : (first.reason as { code: string }).code;
}

const untrusted = expect.stringMatching(/UNABLE|SIGN|ALTNAME/) as string;

describe('another replica', () => {
  it.each([
    ['serves what this one serves', () => own.cert, () => own, 200],
    ['serves what an authority in the chain has signed', () => `${own.cert}\n${authority.cert}`, () => next, 200],
    ['serves what somebody else has signed', () => `${own.cert}\n${authority.cert}`, () => foreign, untrusted],
    ['has no certificate for the service', () => `${own.cert}\n${authority.cert}`, () => misnamed, untrusted],
  ])('that %s', async (_name, trusted, serving, answer) => {
    peers = new Peers({ cert: trusted(), servername });
    expect(await answerOf(await replica(serving()))).toEqual(answer);
  });

  it.each([
    ['the new certificate', () => next, 200],
    ['the one before', () => own, 200],
    ['another', () => foreign, untrusted],
  ])('that serves %s after a renewal', async (_name, serving, answer) => {
    peers = new Peers({ cert: own.cert, servername });
    peers.renewed(next.cert);
    expect(await answerOf(await replica(serving()))).toEqual(answer);
  });
});
