import { createAuthority, createCertificate } from '@gantry/sandbox/certificates.ts';
import { SocketNetwork } from '@gantry/sandbox/network.ts';
import { bodyOf } from '@gantry/sandbox/wire.ts';
import { expect, it } from 'vitest';
import { certificateProbe } from './certificate.ts';
import { httpSend } from './http-send.ts';
import type { Trust } from './trust.ts';
import { TrustingSenders } from './trusting-sender.ts';

/** A vCenter's certificate is signed by an authority of its own; what the user confirms is the certificate alone. */
it('trusts exactly the certificate that was confirmed, though not its authority', async () => {
  const authority = await createAuthority(Date.now());
  const confirmed = await createCertificate('vc.example.com', authority, Date.now());
  const other = await createCertificate('vc.example.com', authority, Date.now());
  const handle = () => Promise.resolve({ status: 204, headers: {}, body: bodyOf('') });
  const network = new SocketNetwork();
  const mine = await network.listen(handle, { host: '127.0.0.1', port: 0, tls: confirmed });
  const theirs = await network.listen(handle, { host: '127.0.0.1', port: 0, tls: other });
  const send = httpSend({ ca: confirmed.cert });
  try {
    const link = { trust: { mode: 'verify', ca: confirmed.cert } } as const;
    const probe = certificateProbe();
    expect((await probe(mine.url, link)).trusted).toBe(true);
    expect((await probe(theirs.url, link)).trusted).toBe(false);
    expect((await send({ method: 'GET', url: mine.url, headers: {} })).status).toBe(204);
    await expect(send({ method: 'GET', url: theirs.url, headers: {} })).rejects.toThrow();
  } finally {
    await send.close();
    await mine.close();
    await theirs.close();
  }
});

it('trusts a pinned certificate whatever it is called, and no other', async () => {
  const authority = await createAuthority(Date.now());
  const pinned = await createCertificate('esx-01.example.com', authority, Date.now());
  const other = await createCertificate('127.0.0.1', authority, Date.now());
  const handle = () => Promise.resolve({ status: 204, headers: {}, body: bodyOf('') });
  const network = new SocketNetwork();
  // No certificate of the sandbox bears this address.
  const mine = await network.listen(handle, { host: '127.0.0.2', port: 0, tls: pinned });
  const theirs = await network.listen(handle, { host: '127.0.0.1', port: 0, tls: other });
  const senders = new TrustingSenders();
  const get = (url: string, trust: Trust) => senders.for({ trust })({ method: 'GET', url, headers: {} });
  const pin = { mode: 'pin', certificate: pinned.cert } as const;
  try {
    expect((await get(mine.url, pin)).status).toBe(204);
    await expect(get(mine.url, { mode: 'verify', ca: pinned.cert })).rejects.toThrow();
    await expect(get(theirs.url, pin)).rejects.toThrow();
  } finally {
    await senders.close();
    await mine.close();
    await theirs.close();
  }
});
